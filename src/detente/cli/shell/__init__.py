"""What commands share: options, questions, output, exit codes, the door.

Nothing here is a command, and no rule of the line lives here.
"""
