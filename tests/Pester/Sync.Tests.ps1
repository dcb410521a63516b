BeforeAll {
    . "$PSScriptRoot/Twin.ps1"
    Connect-Twin
    $null = New-ContabyxBatch -Days 3
}

AfterAll { Remove-Twin }

Describe 'Ways of reading' {
    It 'reads only what differs, through all four cmdlets' {
        $first = Export-ContabyxData -Table Tax -Read Differences | Send-ContabyxUpload | Invoke-ContabyxCopy
        $first.Status, $first.Proof, $first.Mode | Should -Be Loaded, Proven, Differences

        $files = Export-ContabyxData -Table Tax -Read Differences
        $files.IsUnchanged | Should -BeTrue
        $uploads = $files | Send-ContabyxUpload
        $uploads.IsUnchanged | Should -BeTrue
        $second = $uploads | Invoke-ContabyxCopy
        $second.Status, $second.Proof, $second.RowsLoaded, $second.Files | Should -Be Unchanged, Proven, 0, 0
    }

    It 'tells an unchanged table in the JSON of a pipeline' {
        $null = Invoke-ContabyxPipeline -Table Clients -Read Differences
        $result = Invoke-ContabyxPipeline -Table Clients -Read Differences -AsJson | ConvertFrom-Json
        $result.status, $result.tablesUnchanged, $result.tables[0].status, $result.filesSent | Should -Be Succeeded, 1, Unchanged, 0
    }

    It 'reads what is new, from the watermark of the warehouse' {
        $null = Invoke-ContabyxPipeline -Table Transactions -Read Incremental -Watermark occurred_at
        $null = New-ContabyxBatch -Days 1
        $result = Invoke-ContabyxPipeline -Table Transactions -Read Incremental -Watermark occurred_at -Lookback 01:00:00
        $result.Tables[0].Status, $result.Tables[0].Mode | Should -Be Loaded, Merge
        $result.RowsLoaded | Should -BeGreaterThan 399
        $result.RowsLoaded | Should -BeLessThan 500
    }

    It 'shows where it would begin, and reads nothing' {
        $plan = Invoke-ContabyxPipeline -Table Transactions -Read Incremental -Watermark occurred_at -WhatIf
        ($plan.Text -join "`n") | Should -Match 'read rows whose occurred_at is 2015-07-04'
        $plan = Invoke-ContabyxPipeline -Table Tax -Read Differences -Deletes Mark -DeletedAtColumn gone_at -WhatIf
        ($plan.Text -join "`n") | Should -Match 'replace those that differ; .* get the time of deletion in gone_at'
    }

    It 'goes in pieces' {
        $results = Export-ContabyxData -Table Transfers -Read Differences -ChunkRows 150 | Send-ContabyxUpload | Invoke-ContabyxCopy
        $results.Count | Should -BeGreaterThan 1
        $results.Status | Should -Not -Contain Failed
        (Compare-ContabyxData -Table Transfers).Equal | Should -BeTrue
    }

    It 'refuses what makes no sense, by name' {
        { Export-ContabyxData -Table Tax -Read Incremental -ErrorAction Stop } | Should -Throw '*needs -Watermark, the column*'
        { Export-ContabyxData -Table Tax -Mode Differences -ErrorAction Stop } | Should -Throw '*must know which rows it replaces*'
        { Invoke-ContabyxCopy -Mode Differences -ErrorAction Stop } | Should -Throw '*must know which rows it replaces*'
    }
}
