BeforeAll {
    . "$PSScriptRoot/Twin.ps1"
}

Describe 'In the culture <_>' -ForEach fa-IR, th-TH, ar-SA, tr-TR, de-DE {
    BeforeAll {
        $Before = [cultureinfo]::CurrentCulture
        [cultureinfo]::CurrentCulture = [cultureinfo]::new($_)
        Connect-Twin
        $Books = New-ContabyxBatch -Days 3
        $Run = Invoke-ContabyxPipeline -Until '2015-07-06' -AsJson | ConvertFrom-Json
        $Today = [DateTime]::UtcNow.ToString('yyyy-MM-', [cultureinfo]::InvariantCulture)
    }

    AfterAll {
        Remove-Twin
        [cultureinfo]::CurrentCulture = $Before
    }

    It 'reads days as those of our calendar' {
        $Run.lastDay | Should -Be '2015-07-06'
        @(Get-ContabyxTransaction -From Source -FirstDay '2015-07-06' -LastDay '2015-07-06').Count | Should -Be 400
        @(Get-ContabyxLoad -Since "$($Today)01").Count | Should -BeGreaterThan 0
        @(Get-ContabyxLog -Since '2015-07-06T12:00').Count | Should -BeGreaterThan 0
    }

    It 'refuses <_>, which is read in more than one way' -ForEach '06/07/2015', '6 July 2015', 'yesterday', '', '2015-02-30' {
        { New-ContabyxBatch -Until $_ } | Should -Throw -ErrorId 'ParameterArgumentTransformationError*'
    }

    It 'writes days and times of our calendar: <_>' -ForEach @(
        '$Books', '$Books | Format-List', 'Get-ContabyxLog | Select-Object -Last 1', 'Get-ContabyxLog | Select-Object -Last 1 | Format-List'
        'Get-ContabyxLoad', 'Get-ContabyxLoad | Format-List', 'Get-ContabyxBalance', 'Get-ContabyxBalance -By Day'
        'Get-ContabyxTransaction | Select-Object -First 1', 'Get-ContabyxTransaction | Select-Object -First 1 | Format-List'
        'Get-Content "$Twin/logs/redshift.log" -Tail 1'
    ) {
        Invoke-Expression $_ | Out-String -Width 200 | Should -Match '2015-07-0[1-6]|20[2-4]\d-\d\d-\d\d'
    }

    It 'finds names in any case' {
        (Export-ContabyxData -Table TRANSACTIONTYPES, 'TRANSFER*', TAXTYPE -Format csv -Compression GZIP).Table | Sort-Object |
            Should -Be TaxType, TransactionTypes, Transfers
        (Compare-ContabyxData TRANSACTIONS).Equal | Should -BeTrue
        @(Get-ContabyxLoad -Table TRANSACTIONS).Count | Should -Be 1
    }

    It 'reads a rate with a decimal point' {
        $null = New-ContabyxBatch -Days 1 -Faults All -FaultRate '0.005' -FaultKeyPath "$Twin/key.jsonl"
        @(Get-Content "$Twin/key.jsonl").Count | Should -BeLessThan 50
        { New-ContabyxBatch -Faults All -FaultRate '0,005' } | Should -Throw -ErrorId 'ParameterArgumentTransformationError*'
    }
}
