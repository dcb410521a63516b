BeforeAll {
    . "$PSScriptRoot/Twin.ps1"
    Connect-Twin
}

AfterAll { Remove-Twin }

Describe 'Get-ContabyxBalance' {
    BeforeAll { $null = Invoke-ContabyxPipeline -Days 40 }

    It 'adds the books up' {
        $total = Get-ContabyxBalance
        $total.Transactions | Should -Be 16000
        $total.TransferNet | Should -Be 0
        (Get-ContabyxBalance -From Source).Balance | Should -Be $total.Balance
    }

    It 'adds up by <By> to the same' -ForEach @{ By = 'Client' }, @{ By = 'Day' }, @{ By = 'Month' }, @{ By = 'Type' } {
        (Get-ContabyxBalance -By $By | Measure-Object Transactions -Sum).Sum | Should -Be 16000
        [Linq.Enumerable]::Sum([decimal[]](Get-ContabyxBalance -By $By).Net) | Should -Be (Get-ContabyxBalance).Balance
    }

    It 'fits 80 columns' { Get-ContabyxBalance -By Client | Should -FitColumns }
}
