BeforeAll {
    . "$PSScriptRoot/Twin.ps1"
    Connect-Twin
}

AfterAll { Remove-Twin }

Describe 'Get-ContabyxLog' {
    It 'reads events as objects' {
        $null = Invoke-ContabyxPipeline -Days 1
        $events = Get-ContabyxLog -Table Tax
        ($events | Where-Object Message -EQ Loaded).Facts['rows'] | Should -Be 400
        Get-ContabyxLog -Level Error | Should -BeNullOrEmpty
        Get-ContabyxLog | Should -FitColumns
    }

    It 'reads lines of JSON beside lines of text' {
        $null = Connect-Contabyx -HomePath $Twin -LogFormat Ndjson
        $run = (Invoke-ContabyxPipeline -Days 1).Tables[0].Run
        $line = Get-Content "$Twin/logs/redshift.log" | Where-Object { $_ -match "$run.*Loaded" } | Select-Object -First 1 | ConvertFrom-Json
        $line.run | Should -Be $run
        $line.level | Should -Be Info
        $line.facts.rows | Should -BeGreaterThan 0
        @(Get-ContabyxLog -Run $run).Count | Should -BeGreaterThan 3
        @(Get-ContabyxLog | Select-Object Run -Unique | Where-Object Run).Count | Should -Be 2
    }
}
