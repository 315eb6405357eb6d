"""What words mean, as vectors: texts that say the same in other words lie near each other.

all-MiniLM-L6-v2 (Apache-2.0) reads a text, its states are averaged and projected to 256 numbers. `encoder` does that
for records, `query` for one phrase without ONNX Runtime, and `vectors` compares. data/model/README.md is the model
card.

Import from these modules: numpy comes with all but `version`, and most commands do without it.
"""
