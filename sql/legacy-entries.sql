-- The target table for New-ContabyxBatch -Faults, with the types that the entries of a legacy system should have. Faulty
-- entries do not fit it. Run this by hand on Amazon Redshift or on the embedded warehouse before Export-ContabyxData
-- -BadValue Send.
CREATE TABLE IF NOT EXISTS "LegacyEntries" (
    "entry_id" BIGINT NOT NULL,
    "reference" VARCHAR(12) NOT NULL,
    "description" VARCHAR(60) NOT NULL,
    "entered_on" DATE NOT NULL,
    "amount" DECIMAL(18,2) NOT NULL,
    PRIMARY KEY ("entry_id")
);
