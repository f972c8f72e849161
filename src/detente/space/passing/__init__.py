"""Who will come how close to whom: objects that keep course and speed (clause 32)."""
