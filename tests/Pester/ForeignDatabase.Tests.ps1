# Never the user's own database: sample books are begun only where there is nothing else.
BeforeAll {
    . "$PSScriptRoot/Twin.ps1"
    Connect-Twin

    # A warehouse with one table is as good a database of somebody's own as any.
    function Connect-Foreign([string]$Name) {
        $null = Connect-Contabyx -HomePath "$Twin/$Name-maker"
        $null = New-ContabyxBatch | Export-ContabyxData | Send-ContabyxUpload | Invoke-ContabyxCopy
        Connect-Contabyx -HomePath "$Twin/$Name" -Source "duckdb:$Twin/$Name-maker/warehouse.duckdb"
    }

    function Get-Tables { (Export-ContabyxData * -WhatIf:$false -Destination "$Twin/$([guid]::NewGuid())").Table | Sort-Object -Unique }
}

AfterAll { Remove-Twin }

Describe 'A database with other tables' {
    BeforeAll { $foreign = Connect-Foreign shop }

    It 'takes no books, and -WhatIf says the same' {
        { New-ContabyxBatch -ErrorAction Stop } | Should -Throw -ErrorId 'Contabyx.ForeignDatabase,*'
        { New-ContabyxBatch -WhatIf -ErrorAction Stop } | Should -Throw -ErrorId 'Contabyx.ForeignDatabase,*'
        { Initialize-Contabyx -Target Source -ErrorAction Stop } | Should -Throw -ErrorId 'Contabyx.ForeignDatabase,*'
        (Invoke-ContabyxPipeline -Days 1 -ErrorAction SilentlyContinue).ExitCode | Should -Be 10
        (Invoke-ContabyxPipeline -ErrorAction SilentlyContinue).RowsWritten | Should -Be 0
        Get-Tables | Should -Not -Contain LegacyEntries
    }

    It 'gets no table for books when everything is made ready, and neither does the warehouse' {
        $made = Initialize-Contabyx -WarningVariable warned -WarningAction SilentlyContinue
        $made.Target | Should -Be Bucket, Warehouse
        $made[1].Statements -join "`n" | Should -Not -Match 'Clients'
        $warned | Should -Match 'holds other tables and no books'
        (Initialize-Contabyx -Table Clients).Target | Should -Be Bucket, Warehouse
    }

    It 'takes them when that is asked for by name' {
        $other = Connect-Foreign among
        (New-ContabyxBatch -AmongOtherTables -WhatIf 6>&1) | Should -BeNullOrEmpty
        { Initialize-Contabyx -Target Source -AmongOtherTables -ErrorAction Stop } | Should -Not -Throw
    }
}

Describe 'A new database' {
    It 'shows with -WhatIf the tables that would be created' {
        $pwsh = (Get-Command pwsh -CommandType Application)[0].Source
        $shown = & $pwsh -NoProfile -NonInteractive -Command "Import-Module '$Module'; `$null = Connect-Contabyx -HomePath '$Twin/new'; New-ContabyxBatch -WhatIf" | Out-String -Width 1000
        $shown | Should -Match 'Create the tables contabyx_books, contabyx_batches, DocumentTypes'
        "$Twin/new/source.duckdb" | Should -Not -Exist
    }
}

Describe 'Cmdlets that only read' {
    It 'create nothing' {
        $null = Connect-Contabyx -HomePath "$Twin/untouched"
        Get-ContabyxLoad | Should -BeNullOrEmpty
        Get-ContabyxLoadError | Should -BeNullOrEmpty
        $null = Test-ContabyxConnection
        "$Twin/untouched/source.duckdb", "$Twin/untouched/warehouse.duckdb" | ForEach-Object { $_ | Should -Not -Exist }
    }

    It 'need no warehouse to export' {
        $away = Connect-Contabyx -HomePath "$Twin/away" -Source "duckdb:$Twin/shop-maker/source.duckdb" -Bucket s3://my-bucket/books -Warehouse redshift://me@127.0.0.1:1/dev
        @(Export-ContabyxData Clients -Destination "$Twin/out-away" -Connection $away).Count | Should -BeGreaterThan 0
        @(Export-ContabyxData Clients -Connection $away -WarningVariable told -WarningAction SilentlyContinue).Count | Should -BeGreaterThan 0
        "$told" | Should -BeLike '*the load checks*'
    }

    It 'find a warehouse that cannot be used before the first row is written' {
        $away = Connect-Contabyx -HomePath "$Twin/early" -Source "duckdb:$Twin/early.duckdb" -Bucket s3://my-bucket/books -Warehouse redshift://me@127.0.0.1:1/dev
        { New-ContabyxBatch | Export-ContabyxData } | Should -Throw -ErrorId 'Contabyx.Connection,*'
        "$Twin/early.duckdb" | Should -Not -Exist
    }
}

Describe 'Tidying' {
    It 'is not turned off by -Confirm:$false' {
        $null = Connect-Contabyx -HomePath "$Twin/tidy"
        $old = New-Item "$Twin/tidy/bucket/data/20200101T000000000Z-aaaaaa/Clients/Clients-0001.csv" -Force -Value '1'
        $old.LastWriteTimeUtc = [datetime]::UtcNow.AddDays(-2)
        $null = Invoke-ContabyxCopy -Confirm:$false
        $old.FullName | Should -Not -Exist
        "$Twin/tidy/bucket/error/20200101T000000000Z-aaaaaa/Clients/Clients-0001.csv" | Should -Exist
    }
}
