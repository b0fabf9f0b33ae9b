"""Requests that wait: their marks, what their authors change of them, and what was missed."""
