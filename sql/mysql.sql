-- The books in MySQL 8 or MariaDB 10.6 and later: the database, its eight tables, and the two tables of Contabyx.
-- Run this file in the mysql or mariadb client. Initialize-Contabyx runs the same statements, with the database of the
-- address instead of `contabyx`. Existing objects stay as they are, so it can be run again at any time.
--
-- Money is DECIMAL(18,2), never a float. Every foreign key has an index, and the row that it refers to is written first.
-- Text is utf8mb4; its length counts characters here, and bytes in the warehouse.

CREATE DATABASE IF NOT EXISTS `contabyx` CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

USE `contabyx`;

-- Created first, so that a database in which this script was interrupted is recognised as one of books.
-- The parameters of the books, and their last day: one row, written with each batch.
CREATE TABLE IF NOT EXISTS contabyx_books (
    id TINYINT NOT NULL DEFAULT 1,
    data_version INT NOT NULL,
    seed BIGINT NOT NULL,
    start_day DATE NOT NULL,
    rounds_per_day INT NOT NULL,
    days INT NOT NULL,
    PRIMARY KEY (id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- The batches that were written, as JSON, and the time at which each reached the warehouse.
CREATE TABLE IF NOT EXISTS contabyx_batches (
    batch_id VARCHAR(100) NOT NULL,
    batch LONGTEXT NOT NULL,
    written_at DATETIME(6) NOT NULL,
    confirmed_at DATETIME(6),
    PRIMARY KEY (batch_id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- The kinds of document that clients have: CPF and CNPJ.
CREATE TABLE IF NOT EXISTS DocumentTypes (
    document_type_id SMALLINT NOT NULL,
    name VARCHAR(10) NOT NULL,
    description VARCHAR(80) NOT NULL,
    PRIMARY KEY (document_type_id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- The kinds of transaction; direction is income or expense.
CREATE TABLE IF NOT EXISTS TransactionTypes (
    transaction_type_id SMALLINT NOT NULL,
    direction VARCHAR(10) NOT NULL,
    name VARCHAR(40) NOT NULL,
    PRIMARY KEY (transaction_type_id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- The tax on each kind of transaction; rate 0.0750 is 7.5 %.
CREATE TABLE IF NOT EXISTS TaxType (
    tax_type_id SMALLINT NOT NULL,
    transaction_type_id SMALLINT NOT NULL,
    name VARCHAR(60) NOT NULL,
    rate DECIMAL(6,4) NOT NULL,
    PRIMARY KEY (tax_type_id),
    KEY TaxType_transaction_type (transaction_type_id),
    CONSTRAINT TaxType_transaction_type FOREIGN KEY (transaction_type_id)
        REFERENCES TransactionTypes (transaction_type_id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- Clients: natural and legal persons; only legal persons have a trade name.
CREATE TABLE IF NOT EXISTS Clients (
    client_id INT NOT NULL,
    kind VARCHAR(10) NOT NULL,
    name VARCHAR(160) NOT NULL,
    trade_name VARCHAR(160),
    created_at DATETIME(6) NOT NULL,
    PRIMARY KEY (client_id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- One document for each client. Numbers are text: a CNPJ can have letters since July 2026.
CREATE TABLE IF NOT EXISTS Documents (
    document_id INT NOT NULL,
    client_id INT NOT NULL,
    document_type_id SMALLINT NOT NULL,
    number VARCHAR(14) NOT NULL,
    issued_on DATE NOT NULL,
    PRIMARY KEY (document_id),
    KEY Documents_client (client_id),
    KEY Documents_document_type (document_type_id),
    CONSTRAINT Documents_client FOREIGN KEY (client_id) REFERENCES Clients (client_id),
    CONSTRAINT Documents_document_type FOREIGN KEY (document_type_id) REFERENCES DocumentTypes (document_type_id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- Incomes and expenses. Amounts are positive; the type gives the direction.
CREATE TABLE IF NOT EXISTS Transactions (
    transaction_id BIGINT NOT NULL,
    client_id INT NOT NULL,
    transaction_type_id SMALLINT NOT NULL,
    amount DECIMAL(18,2) NOT NULL,
    occurred_at DATETIME(6) NOT NULL,
    PRIMARY KEY (transaction_id),
    KEY Transactions_client (client_id),
    KEY Transactions_transaction_type (transaction_type_id),
    CONSTRAINT Transactions_client FOREIGN KEY (client_id) REFERENCES Clients (client_id),
    CONSTRAINT Transactions_transaction_type FOREIGN KEY (transaction_type_id)
        REFERENCES TransactionTypes (transaction_type_id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- The tax on each transaction.
CREATE TABLE IF NOT EXISTS Tax (
    tax_id BIGINT NOT NULL,
    transaction_id BIGINT NOT NULL,
    tax_type_id SMALLINT NOT NULL,
    fee DECIMAL(18,2) NOT NULL,
    PRIMARY KEY (tax_id),
    KEY Tax_transaction (transaction_id),
    KEY Tax_tax_type (tax_type_id),
    CONSTRAINT Tax_transaction FOREIGN KEY (transaction_id) REFERENCES Transactions (transaction_id),
    CONSTRAINT Tax_tax_type FOREIGN KEY (tax_type_id) REFERENCES TaxType (tax_type_id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- The expense of one client and the income of another that form a transfer.
CREATE TABLE IF NOT EXISTS Transfers (
    transfer_id BIGINT NOT NULL,
    expense_transaction_id BIGINT NOT NULL,
    income_transaction_id BIGINT NOT NULL,
    PRIMARY KEY (transfer_id),
    KEY Transfers_expense (expense_transaction_id),
    KEY Transfers_income (income_transaction_id),
    CONSTRAINT Transfers_expense FOREIGN KEY (expense_transaction_id) REFERENCES Transactions (transaction_id),
    CONSTRAINT Transfers_income FOREIGN KEY (income_transaction_id) REFERENCES Transactions (transaction_id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
