BeforeAll {
    . "$PSScriptRoot/Twin.ps1"
    Connect-Twin
    Push-Location $Twin
    $Batch = New-ContabyxBatch -Days 2
    $Types = Export-ContabyxData -Table TaxType -Destination './a [b] c/out' -Compression None
    Copy-Item -LiteralPath $Types.Path 'TaxType.csv'
    Copy-Item -LiteralPath $Types.Path "$Twin/a [b] c/TaxType.csv"
}

AfterAll {
    Pop-Location
    Remove-Twin
}

Describe 'What is handed from cmdlet to cmdlet' {
    It 'sends a folder and a loose file whose path holds brackets' {
        (Send-ContabyxUpload -Path './a [b] c/out').Table | Should -Be TaxType
        (Send-ContabyxUpload './a [b] c/TaxType.csv').Run | Should -Be ''
        (Send-ContabyxUpload -LiteralPath './a [b] c/out').Table | Should -Be TaxType
    }

    It 'says that nothing fits a pattern, and that a file is missing' {
        { Send-ContabyxUpload './none*.csv' -ErrorAction Stop } | Should -Throw '*none`*.csv*' -ErrorId 'Contabyx.PathNotFound*'
        { Send-ContabyxUpload -LiteralPath './*.csv' -ErrorAction Stop } | Should -Throw -ErrorId 'Contabyx.PathNotFound*'
    }

    It 'refuses paths that are none of the file system' {
        { Send-ContabyxUpload Env:/HOME -ErrorAction Stop } | Should -Throw '*Environment*' -ErrorId 'Contabyx.Input*'
        { Export-ContabyxData -Table Tax -Destination Env:/x } | Should -Throw -ErrorId 'Contabyx.Input*'
        { Export-ContabyxData -Table Tax -Destination Nowhere:/x } | Should -Throw -ErrorId 'Contabyx.Input*'
    }

    It 'follows drives of PowerShell' {
        $null = New-PSDrive Q FileSystem $Twin
        (Export-ContabyxData -Table TaxType -Destination Q:/q).Path | Should -BeLike "$Twin*"
        (Send-ContabyxUpload Q:/q).Table | Should -Be TaxType
        (Get-Item Q:/q | Send-ContabyxUpload).Table | Should -Be TaxType
    }

    It 'sends files that are piped in as items or paths' {
        (Get-Item TaxType.csv | Send-ContabyxUpload).Table | Should -Be TaxType
        ('TaxType.csv' | Send-ContabyxUpload).Table | Should -Be TaxType
        (Get-Item -LiteralPath './a [b] c/out' | Send-ContabyxUpload).Run | Should -Be $Types.Run
    }

    It 'takes batches, files and uploads that were saved <How>' -ForEach @(
        @{ How = 'by Export-Clixml'; Again = { param($kept) $kept | Export-Clixml "$Twin/kept.xml"; Import-Clixml "$Twin/kept.xml" } }
        @{ How = 'by ConvertTo-Json'; Again = { param($kept) $kept | ConvertTo-Json -Depth 9 | ConvertFrom-Json } }
        @{ How = 'as hashtables'; Again = { param($kept) $kept | ConvertTo-Json -Depth 9 | ConvertFrom-Json -AsHashtable } }
    ) {
        $folder = "$Twin/$([guid]::NewGuid())"
        $files = & $Again $Batch | Export-ContabyxData -Destination $folder
        ($files | Where-Object Table -EQ Tax).Rows | Should -Be 800
        $uploads = & $Again $files | Send-ContabyxUpload
        $uploads.Count | Should -Be 8
        (& $Again $uploads | Invoke-ContabyxCopy | Where-Object Table -EQ Tax).Status | Should -BeIn Loaded, AlreadyLoaded
    }

    It 'loads what comes beside a table that was refused and has no file' {
        $upload = Send-ContabyxUpload -LiteralPath './a [b] c/out'
        $refused = $upload | ConvertTo-Json -Depth 9 | ConvertFrom-Json
        $refused.Uri = ''
        $refused.Error = 'its name is taken.'
        ($refused, $upload | Invoke-ContabyxCopy -ErrorAction Stop).Status | Should -BeIn Loaded, AlreadyLoaded
    }

    It 'takes a batch from a job' {
        $made = Start-Job {
            Import-Module $using:Module
            $null = Connect-Contabyx -HomePath $using:Twin
            New-ContabyxBatch -FirstDay 2015-07-01 -Days 2
        } | Receive-Job -Wait -AutoRemoveJob
        ($made | Export-ContabyxData -Destination "$Twin/job" | Where-Object Table -EQ Tax).Rows | Should -Be 800
    }

    It 'says what is missing of an object that was not saved whole' {
        { $Batch | ConvertTo-Json -WarningAction Ignore | ConvertFrom-Json | Export-ContabyxData -ErrorAction Stop } |
            Should -Throw '*lacks something that a batch must have*' -ErrorId 'Contabyx.Input*'
    }

    It 'names what cannot be used, and goes on with the rest' {
        $files = 5, $Batch | Export-ContabyxData -Destination "$Twin/rest" -ErrorVariable failed -ErrorAction SilentlyContinue
        $files.Count | Should -Be 8
        $failed[0].FullyQualifiedErrorId | Should -BeLike 'Contabyx.Input*'
        { 5 | Send-ContabyxUpload -ErrorAction Stop } | Should -Throw -ErrorId 'Contabyx.Input*'
        { 'x' | Invoke-ContabyxCopy -ErrorAction Stop } | Should -Throw -ErrorId 'Contabyx.Input*'
    }

    It 'loads nothing for an upload that is null or an empty list' {
        $waiting = Export-ContabyxData -Table Clients | Send-ContabyxUpload
        Invoke-ContabyxCopy -Upload $null | Should -BeNullOrEmpty
        Invoke-ContabyxCopy -Upload @() | Should -BeNullOrEmpty
        { $null | Invoke-ContabyxCopy } | Should -Throw -ErrorId 'ParameterArgumentValidationError*'
        "$Twin/bucket/data/$($waiting.Run)/run.json" | Should -Exist
    }

    It 'never takes nothing for everything: <_>' -ForEach @(
        'Get-ContabyxBalance -ClientId @()', 'Get-ContabyxTransaction -ClientId $null', 'Get-ContabyxLoad -Since $null'
        'Get-ContabyxLog -Run $null', 'Get-ContabyxBalance -FirstDay $null', 'Export-ContabyxData -Table @()', 'Send-ContabyxUpload @()'
    ) {
        { Invoke-Expression $_ } | Should -Throw -ErrorId 'ParameterArgumentValidationError*'
    }

    It 'refuses days out of order, and days behind the end of the calendar' {
        { Get-ContabyxTransaction -From Source -FirstDay 2016-01-01 -LastDay 2015-01-01 } | Should -Throw -ErrorId 'Contabyx.Input*'
        { New-ContabyxBatch -Until ([datetime]::MaxValue) } | Should -Throw '*9999-12-31*' -ErrorId 'Contabyx.Input*'
        { New-ContabyxBatch -Days 999999 -BatchDays 36525 -FirstDay 9999-01-01 } | Should -Throw -ErrorId 'Contabyx.*'
        { Export-ContabyxData -Table Tax -Destination "a`0b" } | Should -Throw -ErrorId 'Contabyx.Input*'
    }

    It 'takes the days of its own results, and those of .NET' {
        @(New-ContabyxBatch -Until $Batch.LastDay -WhatIf) | Should -BeNullOrEmpty
        (New-ContabyxBatch -FirstDay $Batch.FirstDay -Days 2).Id | Should -Be $Batch.Id
        @(Get-ContabyxTransaction -From Source -FirstDay $Batch.LastDay -LastDay ([datetime]'2015-07-02')).Count | Should -Be 400
        $saved = $Batch | ConvertTo-Json -Depth 9 | ConvertFrom-Json
        @(Get-ContabyxTransaction -From Source -FirstDay $saved.LastDay -LastDay '2015-07-02').Count | Should -Be 400
    }
}
