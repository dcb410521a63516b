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
}
