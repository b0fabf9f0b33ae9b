"""What people may choose when they ask: how it is checked, and what is suggested while they write."""
