BeforeAll {
    . "$PSScriptRoot/Twin.ps1"
    Connect-Twin
}

AfterAll { Remove-Twin }

Describe 'Get-ContabyxTransaction' {
    BeforeAll { $null = Invoke-ContabyxPipeline -Days 3 }

    It 'lists the books with names' {
        $all = Get-ContabyxTransaction
        $all.Count | Should -Be 1200
        [Linq.Enumerable]::Sum([decimal[]]$all.Net) | Should -Be (Get-ContabyxBalance).Balance
        $all | Select-Object -First 20 | Should -FitColumns
    }

    It 'ends at once when enough was read' {
        (Get-ContabyxTransaction | Select-Object -First 3).Id | Should -Be 1, 2, 3
    }

    It 'takes days and clients' {
        $some = Get-ContabyxTransaction -ClientId 2 -FirstDay 2015-07-02 -LastDay 2015-07-02
        $some.ClientId | Sort-Object -Unique | Should -Be 2
        $some.OccurredAt.Date | Sort-Object -Unique | Should -Be ([datetime]'2015-07-02')
    }
}
