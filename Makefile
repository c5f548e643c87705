# Chỉ cần Python 3.11 trở lên, git và make. Gõ «make» để xem các lệnh.
PYTHON ?= python3
# What «make test» leaves to «make test-all»; «make test MARKS=» leaves nothing.
MARKS ?= not thorough
BIN := .venv/bin
# A .venv whose Python was removed or replaced is made anew, packages and all.
$(shell test -x $(BIN)/python || rm -rf .venv)
UV := $(or $(shell command -v uv 2>/dev/null),$(wildcard $(BIN)/uv))

ifneq ($(UV),)
# Compiled now, as pip does: a start that has to compile Django first takes three times as long.
install = $(UV) pip install --quiet --compile-bytecode --python $(BIN)/python --require-hashes $(1)
else
# A .venv that uv made has no pip of its own.
install = { $(BIN)/python -m pip --version >/dev/null 2>&1 || $(BIN)/python -m ensurepip; } \
	&& $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes $(1)
endif

.DEFAULT_GOAL := help
.PHONY: help run test test-all lint format demo bench lighthouse lock

help: ## Liệt kê các lệnh
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-10s %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))

run: $(BIN)/.runtime ## Chạy cổng ở http://127.0.0.1:8000 (đổi bằng HOST, PORT, DATABASE_URL, REDIS_URL)
	@$(BIN)/python manage.py serve --end-with-parent

test: $(BIN)/.dev ## Chạy kiểm thử khi đang làm (một phần: .venv/bin/python -m pytest tests/core)
	@$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder -m "$(MARKS)" $(ARGS)

test-all: $(BIN)/.dev ## Chạy mọi kiểm thử, cả những phép soát kỹ và đầy đủ kích cỡ
	@FULL_SIZE=1 $(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder $(ARGS)

lint: $(BIN)/.dev ## Kiểm tra mã nguồn, mẫu trang, migration và cấu hình chạy thật
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djlint --lint --quiet templates
	$(BIN)/lint-imports
	$(BIN)/python manage.py makemigrations --check --dry-run
	@echo "manage.py check --deploy, với biến môi trường của máy chạy thật"
	@PORTAL_ENV=production ALLOWED_HOSTS=cong.example.vn DATABASE_URL=postgres://portal@localhost/portal \
		SECRET_KEY="$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(50))')" \
		$(BIN)/python manage.py check --deploy --fail-level WARNING

format: $(BIN)/.dev ## Định dạng lại mã nguồn
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

demo: $(BIN)/.runtime ## Tạo nội dung mẫu (chạy lại không đổi gì)
	@$(BIN)/python manage.py migrate --verbosity 0
	@$(BIN)/python manage.py demo

bench: $(BIN)/.runtime ## Đo tốc độ với 100.000 văn bản, tạo trong lần đầu (tùy chọn: make bench ARGS=--help)
	@$(BIN)/python -m bench $(ARGS)

lighthouse: $(BIN)/.runtime ## Chấm điểm các trang chính bằng Lighthouse; cần Node.js, Chromium (make lighthouse ARGS=--help)
	@$(BIN)/python -m bench.lighthouse $(ARGS)

lock: $(BIN)/.dev ## Tính lại requirements*.txt từ requirements*.in (nâng phiên bản: make lock ARGS=--upgrade)
	@for name in requirements requirements-dev; do \
		$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
			--no-strip-extras --no-emit-index-url --no-header $(ARGS) $$name.in --output-file $$name.txt || exit 1; \
	done

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		echo "Cần Python 3.11 trở lên; «$(PYTHON)» ở đây là: $$($(PYTHON) --version 2>/dev/null || echo không có)."; \
		echo "Cài bản mới hơn rồi chạy lại, hoặc chỉ ra nó, ví dụ: make run PYTHON=python3.12"; exit 1; } >&2
	@echo "Đang tạo .venv…"
ifneq ($(UV),)
	@$(UV) venv --quiet --clear --no-python-downloads --python "$$(command -v $(PYTHON))" .venv
else
	@$(PYTHON) -m venv --clear .venv || { \
		echo "Không tạo được .venv. Trên Debian, Ubuntu hãy cài gói python3-venv rồi chạy lại." >&2; \
		rm -rf .venv; exit 1; }
endif

# The stamps are touched last, so what was interrupted is done again.
$(BIN)/.runtime: requirements.txt | $(BIN)/python
	@echo "Đang cài các gói trong requirements.txt…"
	@$(call install,-r requirements.txt)
	@touch $@

$(BIN)/.dev: requirements.txt requirements-dev.txt | $(BIN)/python
	@echo "Đang cài các gói để chạy và để kiểm thử…"
	@$(call install,-r requirements.txt -r requirements-dev.txt)
	@touch $(BIN)/.runtime $@
