"""What operators do with sources: find one, follow it, see how it is doing, bring many in or take them out."""
