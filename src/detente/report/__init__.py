"""What people and programs see of a line, and what they fill in.

Views are made from the record that the store holds, read without the node; none of them
changes anything. `record` folds a store into what stands, `state` says how the line
itself is, `export` takes a proof out of it, `filling` makes a form's body of what was
typed. No rule lives here: which rules there are is `detente.dialogue`.
"""
