BeforeAll {
    . "$PSScriptRoot/Twin.ps1"
    Connect-Twin
    $null = Invoke-ContabyxPipeline -Days 2
}

AfterAll { Remove-Twin }

Describe 'Get-ContabyxTable' {
    It 'shows each table with its rows, key, and last load' {
        $tables = Get-ContabyxTable
        $tables.Table | Should -Be @('Clients', 'DocumentTypes', 'Documents', 'Tax', 'TaxType', 'TransactionTypes', 'Transactions', 'Transfers')
        $transactions = $tables | Where-Object Table -EQ Transactions
        $transactions.Rows | Should -Be 800
        $transactions.State | Should -Be Loaded
        $transactions.LoadedRows | Should -Be 800
        $transactions.Key.Count | Should -Be 1
        $tables | Should -FitColumns
    }

    It 'counts rows where it is told to' {
        (Get-ContabyxTable Tax -Exact).RowsAreExact | Should -BeTrue
        (Get-ContabyxTable Tax -Exact).Rows | Should -Be 800
    }

    It 'gives a reason for each candidate' {
        $clients = Get-ContabyxTable Clients
        $clients.Watermarks.Reason | Should -Not -BeNullOrEmpty
        $clients.PersonalData.Reason | Should -Not -BeNullOrEmpty
        $clients.SuggestedBecause | Should -Not -BeNullOrEmpty
    }

    It 'names a table that is not there, and is silent for a pattern' {
        { Get-ContabyxTable Nothing -ErrorAction Stop } | Should -Throw -ErrorId 'Contabyx.TableNotFound,*'
        Get-ContabyxTable Nothing* | Should -BeNullOrEmpty
    }
}
