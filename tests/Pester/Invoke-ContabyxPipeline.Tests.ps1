BeforeAll {
    . "$PSScriptRoot/Twin.ps1"
    Connect-Twin
}

AfterAll { Remove-Twin }

Describe 'Invoke-ContabyxPipeline' {
    It 'begins no books unless it is told to' {
        $result = Invoke-ContabyxPipeline -ErrorAction SilentlyContinue -ErrorVariable refused
        $refused[0].FullyQualifiedErrorId | Should -BeLike 'Contabyx.NoBooks,*'
        $result.RowsWritten, $result.ExitCode | Should -Be 0, 10
        "$Twin/source.duckdb" | Should -Not -Exist
    }

    It 'shows with -WhatIf the tables that it would create' {
        (Invoke-ContabyxPipeline -Days 1 -WhatIf).Text -join "`n" | Should -Match 'contabyx_books.*Clients.*Transfers'
        "$Twin/source.duckdb" | Should -Not -Exist
    }

    It 'ends with one object and an exit code' {
        $result = Invoke-ContabyxPipeline -Days 2
        $result.Status, $result.ExitCode, $result.TablesLoaded | Should -Be 'Succeeded', 0, 8
        $LASTEXITCODE | Should -Be 0
        $result | Should -FitColumns
    }

    It 'catches missed days up, and writes none twice' {
        (Invoke-ContabyxPipeline -Until 2015-07-05).RowsWritten | Should -BeGreaterThan 0
        (Invoke-ContabyxPipeline -Until 2015-07-05).RowsWritten | Should -Be 0
        (Get-ContabyxBalance).Transactions | Should -Be 2000
    }

    It 'is one line of JSON where that is wanted' {
        $line = Invoke-ContabyxPipeline -Until 2015-07-05 -AsJson
        @($line).Count | Should -Be 1
        ($line | ConvertFrom-Json).status | Should -Be Succeeded
    }

    It 'says at which step it failed' {
        $result = Invoke-ContabyxPipeline -Table Nothing -ErrorAction SilentlyContinue
        $result.FailedAt, $result.ExitCode | Should -Be Export, 20
    }
}
