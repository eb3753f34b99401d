"""Background work shared out: taken by lease, host by host, within its time. Knows no story."""
