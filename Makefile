# cds-rank: `make demo` and `make test` do everything on a fresh machine (Linux, macOS; Windows: see README).
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
SAMPLES := data/samples
CREATED_AT := 2023-03-29T08:00:00+07:00
CREATED_BEFORE := 2022-12-29T08:00:00+07:00

.DEFAULT_GOAL := help
.PHONY: help setup demo test check bench fuzz samples reports rules methods messages schema constraints clean

help: ## Danh sách lệnh · this list
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):[^#]*## /  make \1	/' | expand -t 18

$(STAMP): pyproject.toml constraints.txt
	@tools/find-python.sh "$(PYTHON)" "$(VENV)"
	$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes -r constraints.txt
	$(BIN)/python -m pip install -qq --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

setup: $(STAMP) ## Cài đặt vào .venv · install into .venv

demo: $(STAMP) ## Cài đặt, tính và xếp hạng trên dữ liệu mẫu · set up and rank the samples
	@echo "== DTI cấp tỉnh 2022: số liệu thật đã công bố · published figures"
	$(BIN)/cds-rank compute $(SAMPLES)/dti-tinh-2022 --created-at $(CREATED_AT) 2>&1 | grep -v '^Chưa nộp'
	@echo
	@echo "== Yên Bái 2022: số liệu minh họa · invented figures"
	$(BIN)/cds-rank compute $(SAMPLES)/yen-bai-2022 --created-at $(CREATED_AT)
	@echo
	@echo "== Hai bước, tự đánh giá rồi thẩm định: số liệu minh họa · two stages, invented figures"
	$(BIN)/cds-rank compute $(SAMPLES)/yen-bai-2022 --reviews $(SAMPLES)/yen-bai-2022-tham-dinh \
		--created-at $(CREATED_AT) --out reports/tham-dinh
	@echo
	@echo "== Công bố: mọi dạng báo cáo, hai thứ tiếng, so với quý trước · every kind of report, two languages, compared"
	$(BIN)/cds-rank compute $(SAMPLES)/yen-bai-2022-quy-3 --created-at $(CREATED_BEFORE) --out reports/so-sanh --report none > /dev/null
	$(BIN)/cds-rank report reports/yen-bai-2022/2022-Q4 --previous reports/so-sanh/yen-bai-2022/2022-Q3 \
		--format html,xlsx,docx,pdf,csv,json --out reports/so-sanh/cong-bo
	$(BIN)/cds-rank --lang en report reports/yen-bai-2022/2022-Q4 --previous reports/so-sanh/yen-bai-2022/2022-Q3 \
		--format html,xlsx,docx,pdf,csv,json --out reports/so-sanh/cong-bo

test: $(STAMP) ## Cài đặt và chạy mọi kiểm thử · set up and run every test
	@tools/install-system-tools.sh
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -n auto -q

check: test ## Như make test · the same as make test

bench: $(STAMP) ## Đo tốc độ (tỷ số trong cùng một lần chạy) · speed, as ratios within one run
	$(BIN)/python benchmarks/run.py

fuzz: $(STAMP) ## Thử bằng tệp hỏng ngẫu nhiên, lâu hơn trong make test · a longer run of the fuzz tests
	CDS_RANK_FUZZ=$(or $(MINUTES),10) $(BIN)/python -m pytest -n auto -q tests/fuzz

samples: $(STAMP) ## Dựng lại dữ liệu mẫu · build the samples again
	$(BIN)/python tools/make_samples.py

reports: $(STAMP) ## Dựng lại các báo cáo mẫu đã lưu · build the committed example reports again
	$(BIN)/cds-rank compute $(SAMPLES)/yen-bai-2022 --created-at $(CREATED_AT) > /dev/null
	$(BIN)/cds-rank compute $(SAMPLES)/dti-tinh-2022 --created-at $(CREATED_AT) > /dev/null

rules: $(STAMP) ## Dựng lại trang quy tắc trong docs · build the pages of rules again
	$(BIN)/python tools/make_rule_pages.py

methods: $(STAMP) ## Dựng lại các trang phương pháp trong docs · build the pages of methods again
	$(BIN)/python tools/make_method_pages.py

messages: $(STAMP) ## Rút câu chữ để dịch và biên dịch bản dịch · extract and compile the translations
	$(BIN)/python tools/messages.py

schema: $(STAMP) ## Dựng lại JSON Schema của YAML · build the YAML's JSON Schema again
	$(BIN)/python tools/make_schema.py

constraints: ## Cập nhật phiên bản và mã băm của thư viện · pin versions and hashes again
	$(PYTHON) tools/pin_constraints.py

clean: ## Xóa .venv và tệp tạm · remove .venv and scratch files
	rm -rf $(VENV) dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis
