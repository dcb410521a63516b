BeforeAll {
    . "$PSScriptRoot/Twin.ps1"
    Connect-Twin
}

AfterAll { Remove-Twin }

Describe 'Get-ContabyxLoadError' {
    It 'tells the bad rows, and Redrive loads the mended ones' {
        $null = New-Item "$Twin/bucket/data" -ItemType Directory -Force
        Set-Content "$Twin/bucket/data/TransactionTypes.csv" "1,income,wages`nx,expense,rent"
        $failed = Invoke-ContabyxCopy -ErrorAction SilentlyContinue
        $failed.Status | Should -Be Failed
        $found = $failed | Get-ContabyxLoadError
        $found.Line, $found.Column, $found.Value | Should -Be 2, 'transaction_type_id', 'x'
        $found | Should -FitColumns
        $rows = "$Twin/bucket/error/$($failed.Run)/TransactionTypes/bad-rows.csv"
        (Get-Content $rows) -replace '^x,', '2,' | Set-Content $rows
        (Invoke-ContabyxCopy -Redrive $failed.Run).RowsLoaded | Should -Be 2
        Get-ContabyxLoadError | Should -BeNullOrEmpty
    }
}
