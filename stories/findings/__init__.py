"""The bridge from extraction to the desk: what was found in a version becomes proposals for a curator."""
