"""The same documents by other libraries, with our encoder and their own splitter, store and record of what is known.

What they embed is a chunk; Aperture embeds each of its sentences, seven times as many vectors.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from knowledge.embedding import Encoder

SIZE = 800
Run = Callable[[], Any]
Texts = list[str]


def langchain(folder: Path, documents: Path, encoder: Encoder) -> tuple[Run, Texts]:
    """A run of LangChain's `index()`, and what it embeds.

    Raises:
        ImportError: it is not installed.
    """
    from langchain_chroma import Chroma
    from langchain_core.documents import Document
    from langchain_core.embeddings import Embeddings
    from langchain_core.indexing import InMemoryRecordManager, index
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    seen: Texts = []

    class Encoded(Embeddings):
        def embed_documents(self, texts: list[str]) -> list[list[float]]:
            seen.extend(texts)
            rows: list[list[float]] = encoder.encode(texts).tolist()
            return rows

        def embed_query(self, text: str) -> list[float]:
            return self.embed_documents([text])[0]

    store = Chroma("peer", Encoded(), persist_directory=str(folder), collection_metadata={"hnsw:space": "cosine"})
    records = InMemoryRecordManager("peer")
    records.create_schema()
    splitter = RecursiveCharacterTextSplitter(chunk_size=SIZE, chunk_overlap=0)

    def run() -> None:
        read = [Document(p.read_text(), metadata={"source": str(p)}) for p in sorted(documents.glob("*.md"))]
        chunks = splitter.split_documents(read)
        index(chunks, records, store, cleanup="full", source_id_key="source", key_encoder="sha256", batch_size=400)

    return run, seen


def llama_index(folder: Path, documents: Path, encoder: Encoder) -> tuple[Run, Texts]:
    """A run of LlamaIndex's `IngestionPipeline`, and what it embeds.

    Raises:
        ImportError: it is not installed.
    """
    import chromadb
    from llama_index.core import Document
    from llama_index.core.embeddings import BaseEmbedding
    from llama_index.core.ingestion import DocstoreStrategy, IngestionPipeline
    from llama_index.core.node_parser import SentenceSplitter
    from llama_index.core.storage.docstore import SimpleDocumentStore
    from llama_index.vector_stores.chroma import ChromaVectorStore

    seen: Texts = []

    class Encoded(BaseEmbedding):
        def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
            seen.extend(texts)
            rows: list[list[float]] = encoder.encode(texts).tolist()
            return rows

        def _get_text_embedding(self, text: str) -> list[float]:
            return self._get_text_embeddings([text])[0]

        def _get_query_embedding(self, query: str) -> list[float]:
            return self._get_text_embedding(query)

        async def _aget_query_embedding(self, query: str) -> list[float]:
            return self._get_text_embedding(query)

    held = chromadb.PersistentClient(str(folder)).create_collection("peer", configuration={"hnsw": {"space": "cosine"}})
    pipeline = IngestionPipeline(
        transformations=[SentenceSplitter(chunk_size=200, chunk_overlap=0), Encoded(embed_batch_size=256)],
        docstore=SimpleDocumentStore(),
        vector_store=ChromaVectorStore(chroma_collection=held),
        docstore_strategy=DocstoreStrategy.UPSERTS,
    )

    def run() -> None:
        read = [Document(text=p.read_text(), id_=str(p)) for p in sorted(documents.glob("*.md"))]
        pipeline.run(documents=read)

    return run, seen


PEERS: Sequence[tuple[str, Callable[[Path, Path, Encoder], tuple[Run, Texts]]]] = (
    ("LangChain index()", langchain),
    ("LlamaIndex pipeline", llama_index),
)
