BeforeAll {
    . "$PSScriptRoot/Twin.ps1"
    Connect-Twin
}

AfterAll { Remove-Twin }

Describe 'Export-ContabyxData' {
    BeforeAll { $null = New-ContabyxBatch -Days 2 }

    It 'exports the tables that a wildcard names' {
        $files = Export-ContabyxData -Table Tax* -Destination "$Twin/out"
        $files.Table | Sort-Object -Unique | Should -Be 'Tax', 'TaxType'
        ($files | Where-Object Table -EQ Tax).Rows | Should -Be 800
        "$Twin/out/run.json" | Should -Exist
    }

    It 'writes what <Compression> unpacks' -ForEach @{ Compression = 'Gzip' }, @{ Compression = 'None' } {
        $file = Export-ContabyxData -Table TransactionTypes -Destination "$Twin/$Compression" -Compression $Compression
        $file.Compression | Should -Be $Compression
        (Get-FileHash $file.Path).Hash | Should -Be $file.Sha256
    }

    It 'refuses a folder that holds a run' {
        { Export-ContabyxData -Table Tax -Destination "$Twin/out" -ErrorAction Stop } | Should -Throw -ErrorId 'Contabyx.Address,*'
    }
}
