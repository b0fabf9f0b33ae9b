"""Carries jobs of `/imagine` from their row to their message: live work and recovery are the same walk."""
