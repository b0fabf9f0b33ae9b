"""A visitor of MCP servers: the least that shows whether one works and what it offers."""
