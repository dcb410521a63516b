CREATE TABLE category (catid SMALLINT NOT NULL DISTKEY SORTKEY, catgroup VARCHAR(10), catname VARCHAR(10), catdesc VARCHAR(50));
CREATE TABLE event (eventid INTEGER NOT NULL DISTKEY, venueid SMALLINT, catid SMALLINT, dateid SMALLINT SORTKEY, eventname VARCHAR(200),
    starttime TIMESTAMP);
CREATE TABLE listing (listid INTEGER NOT NULL DISTKEY, sellerid INTEGER, eventid INTEGER, dateid SMALLINT SORTKEY, numtickets SMALLINT,
    priceperticket DECIMAL(8,2), totalprice DECIMAL(8,2), listtime TIMESTAMP);
CREATE TABLE sales (salesid INTEGER NOT NULL, listid INTEGER DISTKEY, sellerid INTEGER, buyerid INTEGER, eventid INTEGER,
    dateid SMALLINT SORTKEY, qtysold SMALLINT, pricepaid DECIMAL(8,2), commission DECIMAL(8,2), saletime TIMESTAMP);
CREATE TABLE users (userid INTEGER NOT NULL, username CHAR(8), firstname VARCHAR(30), city VARCHAR(30), likejazz BOOLEAN, born DATE);
CREATE TABLE customer_orders (c_custkey BIGINT, c_name VARCHAR(50), c_orders SUPER, code VARBYTE(16));
CREATE TABLE sales_new (salesid INTEGER, qtysold SMALLINT);
CREATE TABLE counted (id INTEGER IDENTITY(1,1), a VARCHAR(10));
CREATE SCHEMA shop;
CREATE TABLE shop.orders (id BIGINT, amount DECIMAL(18,2));
CREATE VIEW cheap AS SELECT listid FROM listing WHERE priceperticket < 10;
INSERT INTO category VALUES (1, 'Sports', 'MLB', 'Baseball'), (2, 'Shows', 'Plays', 'Theatre');
INSERT INTO event VALUES (1, 1, 1, 1827, 'Final', '2008-01-02 19:30:00');
INSERT INTO listing VALUES (1, 1, 1, 1827, 4, 10.50, 42.00, '2008-01-01 10:00:00');
INSERT INTO sales VALUES (1, 1, 1, 2, 1, 1827, 2, 21.00, 3.15, '2008-01-01 12:00:00');
INSERT INTO users VALUES (1, 'JSG99FHE', 'Rafael', 'Kent', TRUE, '1980-05-17');
INSERT INTO customer_orders VALUES (1, 'Ana', JSON_PARSE('[{"o_orderkey": 7, "o_status": "O"}]'), to_varbyte('00ff', 'hex'));
CREATE EXTERNAL SCHEMA spectrum FROM DATA CATALOG DATABASE 'files' IAM_ROLE DEFAULT CREATE EXTERNAL DATABASE IF NOT EXISTS;
CREATE EXTERNAL TABLE spectrum.sales (salesid INTEGER, pricepaid DECIMAL(8,2), saletime TIMESTAMP) PARTITIONED BY (saleyear INTEGER)
    STORED AS PARQUET LOCATION 's3://books/no-sales/';
CREATE VIEW late AS SELECT salesid FROM public.sales UNION ALL SELECT salesid FROM spectrum.sales WITH NO SCHEMA BINDING;
