"""Past one machine: articles cut into shards, analysed anywhere, and linked without any machine holding all of them.

`planning` cuts the inputs, `mapping` turns one shard into Parquet files, `linking` names the people and clusters the
quotations of all shards in stages, `importing` and `asking` use what came out. Every step is a function from files to
files or from tables to tables; `engines` says where they run. A step that is done has a mark, written last, that names
its files: whatever is killed, the same command again does what is missing, and nothing half done is ever read.
"""
