# 连心桥: everything a person types. `make` lists the commands.

PORT ?= 8000
PYTHON ?=
PYTEST_ARGS ?=
FILE ?=
BACKUPS ?= backups

run := .venv/bin/python
# Without a server of your own (DATABASE_URL) a command means the demo and its database.
own := $(if $(DATABASE_URL),,DEMO=1)
# Nothing here is secret or connected to: the checks only read the settings.
production := DEMO=0 HTTPS=1 ALLOWED_HOSTS=portal.example SMS_BACKEND=center.sms.FileSms \
	SECRET_KEY=only-for-the-check-0123456789-abcdefghij-KLMNOPQRSTU-vwxyz \
	DATABASE_URL=postgresql://portal@localhost/portal \
	ID_KEYS=b25seS1mb3ItdGhlLWNoZWNrLW5vdC1hLWtleS0hISE=
step = @printf '\n── %s\n'
lock = $(run) -m uv pip compile --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-header --no-annotate --quiet

export PYTHON
.NOTPARALLEL:
.DEFAULT_GOAL := help
.PHONY: help demo test check prepare-dev lint types contracts migrations deploy pytest \
	coverage lock bench drill backup restore stop clean

help: ## 列出全部命令
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-9s %s\n", $$1, $$2}' Makefile

demo: ## 装好一切并打开演示中心（PORT=8000）
	@.ci/prepare requirements-demo.txt "$(PORT)"
	@DEMO=1 exec $(run) manage.py demo --port "$(PORT)"

test: check migrations deploy pytest ## 全部检查和测试

check: lint types contracts ## 只做静态检查：格式、类型、模块边界

prepare-dev:
	@.ci/prepare requirements-dev.txt

lint: prepare-dev
	$(step) 'ruff check'
	@$(run) -m ruff check .
	$(step) 'ruff format'
	@$(run) -m ruff format --check .
	$(step) 'djangofmt'
	@.venv/bin/djangofmt --check --quiet templates

types: prepare-dev
	$(step) 'mypy'
	@$(production) $(run) -m mypy .

contracts: prepare-dev
	$(step) 'lint-imports'
	@$(run) -c 'from importlinter.cli import lint_imports_command as run; run()'

migrations: prepare-dev
	$(step) 'makemigrations --check'
	@$(own) $(run) manage.py makemigrations --check --dry-run

deploy: prepare-dev
	$(step) 'check --deploy'
	@$(production) $(run) manage.py check --deploy --fail-level WARNING

pytest: prepare-dev
	$(step) 'pytest'
	@$(run) -m pytest -n auto $(PYTEST_ARGS)

coverage: prepare-dev ## 跑全部测试并量覆盖率（慢一半）
	$(step) 'pytest --cov'
	@$(run) -m pytest --cov -n auto $(PYTEST_ARGS)

lock: prepare-dev ## 更新三个带校验的依赖清单
	@$(run) -c 'import uv' 2>/dev/null || $(run) -m pip install --quiet uv
	$(step) 'requirements.txt'
	@$(lock) pyproject.toml -o requirements.txt
	$(step) 'requirements-demo.txt'
	@$(lock) --extra embedded pyproject.toml -o requirements-demo.txt
	$(step) 'requirements-dev.txt'
	@$(lock) --extra embedded --extra dev pyproject.toml -o requirements-dev.txt

bench: prepare-dev ## 测速度，结果写进 bench.json（ROWS=1000000 加测百万行）
	@$(run) -m tests.bench

drill: prepare-dev ## 拔电演练：有人预约时杀掉数据库和工作进程（ROUNDS=20）
	@$(run) -m tests.drills

backup: ## 备份数据库和附件到 backups/
	@$(own) $(run) manage.py backup --to "$(BACKUPS)"

restore: ## 恢复到空数据库：make restore FILE=backups/……
	@test -n "$(FILE)" || { echo '请指明备份：make restore FILE=backups/……' >&2; exit 1; }
	@$(own) $(run) manage.py restore "$(FILE)"

stop: ## 停掉本机数据库（演示数据保留）
	@test ! -x $(run) || $(run) -m devdb stop

clean: ## 删掉 .venv、本机数据库（演示数据）和缓存；附件和备份保留
	@test ! -x $(run) || $(run) -m devdb remove
	rm -rf .venv .devdb staticfiles .pytest_cache .mypy_cache .ruff_cache \
		.import_linter_cache .coverage htmlcov
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
