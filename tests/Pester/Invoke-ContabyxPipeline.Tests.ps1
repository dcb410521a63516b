BeforeAll {
    . "$PSScriptRoot/Twin.ps1"
    Connect-Twin
}

AfterAll { Remove-Twin }

Describe 'Invoke-ContabyxPipeline' {
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

    It 'says at which stage it failed' {
        $result = Invoke-ContabyxPipeline -Table Nothing -ErrorAction SilentlyContinue
        $result.FailedAt, $result.ExitCode | Should -Be Export, 20
    }
}
