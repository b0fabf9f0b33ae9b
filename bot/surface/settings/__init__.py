"""`/settings`: what those who manage a guild set for everybody there."""
