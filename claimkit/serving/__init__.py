"""One store, asked by other programs over the Model Context Protocol: the questions, and the server that takes them.

`questions` answers from the store with records; `citing` says how to cite one; `size` keeps answers small and harmless;
`server` gives them to the protocol's SDK, the only file that imports it.
"""
