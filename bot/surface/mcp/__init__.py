"""`/mcp`: servers of tools, added by those who manage a guild."""
