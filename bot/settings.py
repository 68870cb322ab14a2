"""The one place that reads the environment. Everything is optional; a wrong value fails at the start."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import Literal, Self

from platformdirs import user_data_path
from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from knowledge.chroma_cloud import Cloud

CLOUD = "cloud"
"""The value of `APERTURE_CHROMA_URL` that means Chroma Cloud."""


class Settings(BaseSettings):
    """Settings by their environment names; see `.env.example`."""

    model_config = SettingsConfigDict(
        env_file=".env",
        env_ignore_empty=True,
        extra="ignore",
        populate_by_name=True,
        frozen=True,
        hide_input_in_errors=True,  # tokens are among it
    )

    slack_bot_token: SecretStr | None = Field(None, validation_alias="SLACK_BOT_TOKEN")
    slack_app_token: SecretStr | None = Field(None, validation_alias="SLACK_APP_TOKEN")
    slack_signing_secret: SecretStr | None = Field(None, validation_alias="SLACK_SIGNING_SECRET")
    slack_client_id: str | None = Field(None, validation_alias="SLACK_CLIENT_ID")
    slack_client_secret: SecretStr | None = Field(None, validation_alias="SLACK_CLIENT_SECRET")
    teams_csv: str = Field("", validation_alias="APERTURE_TEAMS")
    public_url: str | None = Field(None, validation_alias="APERTURE_PUBLIC_URL")
    slack_api_url: str | None = Field(None, validation_alias="APERTURE_SLACK_API_URL")
    http_host: str = Field("127.0.0.1", validation_alias="APERTURE_HTTP_HOST")
    http_port: int = Field(3000, ge=0, le=65535, validation_alias="APERTURE_HTTP_PORT")
    workspace_port: int = Field(3210, ge=0, le=65535, validation_alias="APERTURE_WORKSPACE_PORT")
    admins_csv: str = Field("", validation_alias="APERTURE_ADMINS")
    data_dir: Path = Field(
        default_factory=lambda: user_data_path("aperture", appauthor=False),
        validation_alias="APERTURE_DATA_DIR",
    )
    chroma_url: str | None = Field(None, validation_alias="APERTURE_CHROMA_URL")
    chroma_api_key: SecretStr | None = Field(None, validation_alias="CHROMA_API_KEY")
    chroma_tenant: str | None = Field(None, validation_alias="CHROMA_TENANT")
    chroma_database: str | None = Field(None, validation_alias="CHROMA_DATABASE")
    database_url: str | None = Field(None, validation_alias="APERTURE_DATABASE_URL")
    embedding_model: str = Field("bundled", validation_alias="APERTURE_EMBEDDING_MODEL")
    openai_api_key: SecretStr | None = Field(None, validation_alias="OPENAI_API_KEY")
    openai_base_url: str | None = Field(None, validation_alias="OPENAI_BASE_URL")
    llm_model: str | None = Field(None, validation_alias="APERTURE_LLM_MODEL")
    llm_deadline_seconds: float = Field(25.0, gt=0, validation_alias="APERTURE_LLM_DEADLINE")
    llm_context: int = Field(8192, ge=1024, validation_alias="APERTURE_LLM_CONTEXT")
    llm_stream: bool = Field(True, validation_alias="APERTURE_LLM_STREAM")
    llm_concurrency: int = Field(4, ge=1, validation_alias="APERTURE_LLM_CONCURRENCY")
    llm_private_evidence: Literal["redact", "withhold"] = Field(
        "redact", validation_alias="APERTURE_LLM_PRIVATE_EVIDENCE"
    )
    llm_rerank: Literal["no", "order", "likelihood"] = Field("no", validation_alias="APERTURE_LLM_RERANK")
    reranker: str | None = Field(None, validation_alias="APERTURE_RERANKER")
    llm_moderation_model: str | None = Field(None, validation_alias="APERTURE_LLM_MODERATION_MODEL")
    overlay_dir: Path | None = Field(None, validation_alias="APERTURE_OVERLAY_DIR")
    policy_file: Path | None = Field(None, validation_alias="APERTURE_POLICY_FILE")
    hub_lookup: bool = Field(False, validation_alias="APERTURE_HUB_LOOKUP")
    hf_endpoint: str = Field("https://huggingface.co", validation_alias="HF_ENDPOINT")
    fetch_hosts_csv: str = Field("", validation_alias="APERTURE_FETCH_HOSTS")
    channels_csv: str = Field("", validation_alias="APERTURE_CHANNELS")
    keep_questions_days: int = Field(0, ge=0, le=365, validation_alias="APERTURE_KEEP_QUESTIONS")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"] = Field(
        "INFO", validation_alias="APERTURE_LOG_LEVEL"
    )

    @field_validator("llm_rerank", mode="before")
    @classmethod
    def _rerank_way(cls, value: object) -> object:
        """A plain yes means the way that every endpoint can."""
        said = str(value).strip().lower()
        return {"true": "order", "1": "order", "yes": "order", "false": "no", "0": "no", "": "no"}.get(said, said)

    @field_validator("log_level", mode="before")
    @classmethod
    def _in_capitals(cls, value: object) -> object:
        return value.upper() if isinstance(value, str) else value

    @field_validator("slack_api_url")
    @classmethod
    def _ends_in_slash(cls, value: str | None) -> str | None:
        return value if value is None or value.endswith("/") else value + "/"

    @model_validator(mode="after")
    def _one_way_in(self) -> Self:
        """A token is for one workspace, a client id for several that each install the app."""
        if self.slack_client_id is None:
            return self
        if self.slack_bot_token or self.slack_app_token:
            raise ValueError("SLACK_CLIENT_ID is for several workspaces: unset it, or SLACK_BOT_TOKEN, SLACK_APP_TOKEN")
        if not (self.slack_client_secret and self.slack_signing_secret):
            raise ValueError("SLACK_CLIENT_ID needs SLACK_CLIENT_SECRET and SLACK_SIGNING_SECRET beside it")
        return self

    @model_validator(mode="after")
    def _cloud_has_a_key(self) -> Self:
        if self.chroma_url == CLOUD and not self.chroma_api_key:
            raise ValueError(f"APERTURE_CHROMA_URL={CLOUD} needs CHROMA_API_KEY beside it")
        return self

    @property
    def chroma(self) -> str | Cloud | None:
        """Where the index is, when it is not in the data folder: an address, or a database of Chroma Cloud."""
        if self.chroma_url != CLOUD or self.chroma_api_key is None:
            return self.chroma_url
        return Cloud(self.chroma_api_key.get_secret_value(), self.chroma_tenant, self.chroma_database)

    @cached_property
    def teams(self) -> frozenset[str]:
        """Ids of the only workspaces that may install the app; empty: any, and then none has admins of its own."""
        return frozenset(part.strip() for part in self.teams_csv.split(",") if part.strip())

    @cached_property
    def admins(self) -> frozenset[str]:
        """Slack user ids that may run ingest, beside workspace admins."""
        return frozenset(part.strip() for part in self.admins_csv.split(",") if part.strip())

    @cached_property
    def channels(self) -> frozenset[str]:
        """Ids of the only channels it answers in, beside direct messages; empty: wherever it is invited."""
        return frozenset(part.strip() for part in self.channels_csv.split(",") if part.strip())

    @cached_property
    def fetch_hosts(self) -> frozenset[str]:
        """Hosts an admin may ingest addresses from; empty: any public host."""
        return frozenset(part.strip().lower() for part in self.fetch_hosts_csv.split(",") if part.strip())

    @property
    def hears_http(self) -> bool:
        """Whether Slack's signed requests are taken: for one workspace by its token, or for those that install."""
        return bool(self.slack_signing_secret and (self.slack_bot_token or self.slack_client_id))

    @property
    def state_url(self) -> str:
        """SQLAlchemy address of the state database."""
        return self.database_url or f"sqlite:///{self.data_dir / 'state.db'}"
