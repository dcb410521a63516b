BeforeAll {
    . "$PSScriptRoot/Twin.ps1"
    Connect-Twin
    $job = Join-Path $Twin 'nightly.job.psd1'
}

AfterAll { Remove-Twin }

Describe 'Get-ContabyxRun' {
    BeforeAll {
        $result = Invoke-ContabyxPipeline -Days 1
        $run = $result.Tables[0].Run
        $text = Get-ContabyxRun | Out-String -Width 80
    }

    It 'answers in the first line whether the last run worked' {
        $rows = '{0:N0}' -f $result.RowsLoaded
        ($text -split "`n" | Where-Object { $_.Trim() })[0] -replace '\e\[[0-9;]*m' |
            Should -Match "^Last run \d{4}-\d\d-\d\d \d\d:\d\d: 8 tables, $rows rows, all proven"
        Get-ContabyxRun | Should -FitColumns
        (Get-ContabyxRun).Tables | Should -FitColumns
        Get-ContabyxRun | Format-List | Should -FitColumns
    }

    It 'finds a run by name, pattern, day, table and results of other cmdlets' {
        (Get-ContabyxRun $run).Run | Should -Be $run
        (Get-ContabyxRun $result.Runs).Run | Should -Be $run
        (Get-ContabyxRun $run, 2001*).Run | Should -Be $run
        (Get-ContabyxRun "$($run.Substring(0, 10))*").Run | Should -Contain $run
        ($result.Tables[0] | Get-ContabyxRun).Run | Should -Be $run
        (Get-ContabyxRun -Day (Get-Date)).Run | Should -Contain $run
        Get-ContabyxRun -Day 2001-01-01 | Should -BeNullOrEmpty
        Get-ContabyxRun -Since (Get-Date).AddDays(1) | Should -BeNullOrEmpty
        (Get-ContabyxRun -Table Cl*).Run | Should -Contain $run
        Get-ContabyxRun -Table Nothing | Should -BeNullOrEmpty
        Get-ContabyxRun -Failed | Should -BeNullOrEmpty
        (TabExpansion2 'Get-ContabyxRun -Run 20').CompletionMatches.CompletionText | Should -Contain $run
    }

    It 'takes the connection from the pipeline' {
        (Get-ContabyxConnection | Get-ContabyxRun -Last 1).Run | Should -Be $run
    }

    It 'has names instead of numbers in JSON, and keeps its tables in Clixml' {
        $json = Get-ContabyxRun $run | ConvertTo-Json -Depth 4 | ConvertFrom-Json
        $json.Status | Should -Be Loaded
        $json.Tables[0].Proof | Should -Be Proven
        Get-ContabyxRun $run | Export-Clixml "$Twin/run.xml"
        (Import-Clixml "$Twin/run.xml").Tables.Count | Should -Be 8
        (Import-Clixml "$Twin/run.xml").Tables[0].Status | Should -Be Loaded
    }

    It 'knows the job of a run, and why a table of it was refused' {
        Set-Content $job "@{ Tables = @('TaxType') }"
        $null = Invoke-ContabyxPipeline -Job $job
        (Get-ContabyxRun -Last 1).Job | Should -Be nightly
        (Get-ContabyxRun -Job night*).Tables.Table | Should -Be TaxType
        Set-Content $job "@{ Tables = @('NoSuchTable') }"
        $null = Invoke-ContabyxPipeline -Job $job -ErrorAction SilentlyContinue
        $last = Get-ContabyxRun -Last 1 -Failed
        $last.Job | Should -Be nightly
        $last.Outcome | Should -BeLike '1 of 1 table failed: NoSuchTable: *'
    }
}

Describe 'Remove-ContabyxRun' {
    BeforeEach { $run = (New-ContabyxBatch | Export-ContabyxData | Send-ContabyxUpload)[0].Run }

    It 'refuses a run that waits, and lists each object with -WhatIf' {
        { Remove-ContabyxRun $run -ErrorAction Stop } | Should -Throw '*still wait*' -ErrorId 'Contabyx.Input*'
        "$Twin/bucket/data/$run/run.json" | Should -Exist
        $null = Invoke-ContabyxCopy
        Start-Transcript "$Twin/whatif.txt" | Out-Null
        Remove-ContabyxRun $run -WhatIf
        Stop-Transcript | Out-Null
        $objects = Get-ChildItem "$Twin/bucket/processed/$run" -Recurse -File
        $text = (Get-Content "$Twin/whatif.txt" -Raw) -replace '\r?\n'
        foreach ($object in $objects) { $text | Should -BeLike "*$([uri]::new($object.FullName).AbsoluteUri)*" }
        $objects.Count | Should -Be 7
    }

    It 'removes what comes from Get-ContabyxRun, and never the history' {
        $null = Invoke-ContabyxCopy
        $loads = @(Get-ContabyxLoad).Count
        Get-ContabyxRun $run | Remove-ContabyxRun
        "$Twin/bucket/processed/$run" | Should -Not -Exist
        @(Get-ContabyxLoad).Count | Should -Be $loads
        $left = Get-ContabyxRun $run
        $left.InHistory | Should -BeTrue
        $left.Places | Should -BeNullOrEmpty
        Get-ContabyxRun $run | Remove-ContabyxRun -ErrorAction Stop
        (Get-ContabyxLog -Run $run | Select-Object -Last 1).Message | Should -Be 'The run was removed from the bucket.'
    }

    It 'removes what waits with -Force' {
        Remove-ContabyxRun $run -Force
        "$Twin/bucket/data/$run" | Should -Not -Exist
        Invoke-ContabyxCopy | Should -BeNullOrEmpty
    }

    It 'takes failures without a run, and refuses runs of another bucket and unknown names' {
        $null = Invoke-ContabyxCopy
        { Get-ContabyxRun | Where-Object { -not $_.Run } | Remove-ContabyxRun -ErrorAction Stop } | Should -Not -Throw
        { Get-ContabyxRun $run | Select-Object Run, @{ n = 'Bucket'; e = { 'file:/other' } } | Remove-ContabyxRun } |
            Should -Throw '*another bucket*' -ErrorId 'Contabyx.Address*'
        { Remove-ContabyxRun 20010101T000000000Z-aaaaaa -ErrorAction Stop } | Should -Throw -ErrorId 'Contabyx.RunNotFound*'
    }

    It 'keeps what is younger than the retention time' {
        $null = Invoke-ContabyxCopy
        Remove-ContabyxRun -OlderThanDays 1
        "$Twin/bucket/processed/$run" | Should -Exist
    }
}

Describe 'Initialize-Contabyx -RetentionDays' {
    It 'says that a folder deletes nothing by itself' {
        (Initialize-Contabyx -Target Bucket -RetentionDays 30).Statements -join ' ' | Should -Match 'Remove-ContabyxRun'
        { Initialize-Contabyx -Target Warehouse -RetentionDays 30 } | Should -Throw -ErrorId 'Contabyx.Input*'
    }
}

Describe 'RetentionDays of a job' {
    It 'removes old runs at the end of a run, and -WhatIf lists them' {
        $run = (New-ContabyxBatch | Export-ContabyxData | Send-ContabyxUpload | Invoke-ContabyxCopy)[0].Run
        $recent = (New-ContabyxBatch | Export-ContabyxData | Send-ContabyxUpload | Invoke-ContabyxCopy)[0].Run
        $old = '2025' + $run.Substring(4)
        Move-Item "$Twin/bucket/processed/$run" "$Twin/bucket/processed/$old"
        Get-ChildItem "$Twin/bucket/processed/$old" -Recurse -File | ForEach-Object { $_.LastWriteTime = (Get-Date).AddDays(-100) }
        Set-Content $job "@{ RetentionDays = 90; Tables = @('TaxType') }"
        (Invoke-ContabyxPipeline -Job $job -WhatIf | Select-Object -Last 1).Text | Should -Match "90 days:\n(.*\n)*.*$old/run.json"
        "$Twin/bucket/processed/$old" | Should -Exist
        (Invoke-ContabyxPipeline -Job $job).Warnings | Should -BeNullOrEmpty
        "$Twin/bucket/processed/$old" | Should -Not -Exist
        "$Twin/bucket/processed/$recent" | Should -Exist
    }

    It 'counts a table that the job could not find as a failure without a run' {
        Set-Content $job "@{ Tables = @('TaxType', 'NoSuch*') }"
        $null = Invoke-ContabyxPipeline -Job $job -ErrorAction SilentlyContinue
        (Get-ContabyxRun -Last 1).Outcome | Should -Match 'NoSuch'
        (Get-ContabyxRun -Last 1).Job | Should -Be nightly
    }
}

Describe 'A job whose source cannot be reached' {
    It 'is the last run, without a name' {
        Set-Content "$Twin/source.duckdb" 'no database'
        $null = Invoke-ContabyxPipeline -Job $job -ErrorAction SilentlyContinue
        $last = Get-ContabyxRun -Last 1
        $last.Run | Should -BeNullOrEmpty
        $last.Job | Should -Be nightly
        $last.Outcome | Should -BeLike 'failed before a run began: *'
        $last | Remove-ContabyxRun -ErrorAction Stop
        ($last | Out-String -Width 200) | Should -Match 'Last run .*, job nightly: failed before a run began'
    }
}
