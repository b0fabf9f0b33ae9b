"""`/imagine` in Discord: the command, the buttons and forms under pictures, replies to them, and where they stand."""
