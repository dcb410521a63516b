BeforeAll {
    . "$PSScriptRoot/Twin.ps1"
    Connect-Twin
    $null = New-ContabyxBatch -Days 2

    function New-JobFile([string]$Text, [string]$Name = 'test') {
        $path = Join-Path $Twin "$Name.job.psd1"
        Set-Content -LiteralPath $path $Text
        $path
    }
}

AfterAll { Remove-Twin }

Describe 'A job file' {
    It 'tells <Why> with its line' -ForEach @(
        @{ Why = 'an unknown name'; Line = 3; Says = "*no setting 'Tabel'. The allowed names are Table, Query*"; Text = "@{`n Tables = @(`n @{ Tabel = 'Tax' } ) }" }
        @{ Why = 'a wrong type'; Line = 2; Says = '*Where is a number; it must be text in quotes.*'; Text = "@{ Tables = @{ Table = 'Tax'`n Where = 5 } }" }
        @{ Why = 'a table that is there twice'; Line = 3; Says = "*The table 'tax' is listed twice.*"; Text = "@{ Tables = @(`n 'Tax'`n 'tax' ) }" }
        @{ Why = 'an unknown mode'; Line = 2; Says = "*Read is 'Diff'; it must be one of 'Full', 'Incremental', 'Differences'.*"; Text = "@{ Tables = 'Tax'`nDefaults = @{ Read = 'Diff' } }" }
        @{ Why = 'a missing watermark'; Line = 2; Says = "*needs Watermark = 'column'*"; Text = "@{ Tables =`n@{ Table = 'Tax'; Read = 'Incremental' } }" }
        @{ Why = 'a misspelt mask'; Line = 1; Says = "*Mask.fee is 'Hashed'; it must be one of 'Hash'*"; Text = "@{ Tables = @{ Table = 'Tax'; Mask = @{ fee = 'Hashed' } } }" }
        @{ Why = 'a query without a name'; Line = 1; Says = "*with As = 'name'*"; Text = "@{ Tables = @{ Query = 'SELECT 1' } }" }
        @{ Why = 'a name for many tables'; Line = 1; Says = '*As applies to one table*'; Text = "@{ Tables = @{ Table = 'T*'; As = 'x' } }" }
        @{ Why = 'a word without quotes'; Line = 2; Says = "*Put it in quotes: 'Full'.*"; Text = "@{ Tables = 'Tax'`nDefaults = @{ Read = Full } }" }
        @{ Why = 'a secret'; Line = 2; Says = '*a job file does not hold passwords*'; Text = "@{ Tables = 'Tax'`nPassword = 'x' }" }
        @{ Why = 'a file of settings that is not there'; Line = 2; Says = '*names a file that does not exist*'; Text = "@{ Tables = 'Tax'`nEnvFile = 'nothing.env' }" }
        @{ Why = 'no tables'; Line = 1; Says = '*needs Tables = @( ... )*'; Text = "@{ Name = 'x' }" }
        @{ Why = 'a broken bracket'; Line = 1; Says = '*'; Text = "@{ Tables = @( 'Tax' }" }
        @{ Why = 'a name that is there twice'; Line = 2; Says = "*'Tables'*"; Text = "@{ Tables = 'Tax'`nTables = 'Clients' }" }
        @{ Why = 'an impossible time'; Line = 2; Says = "*At is '25:00'*"; Text = "@{ Tables = 'Tax'`nSchedule = @{ At = '25:00' } }" }
        @{ Why = 'parsed JSON among differences'; Line = 1; Says = '*AsSuper cannot be used where differences are read*'; Text = "@{ Tables = @{ Table = 'Tax'; AsSuper = 'x'; Read = 'Differences' } }" }
        @{ Why = 'a grant that is none'; Line = 1; Says = '*GrantSelectTo has*'; Text = "@{ Tables = @{ Table = 'Tax'; GrantSelectTo = 'a; DROP TABLE x' } }" }
    ) {
        $problems = @(Test-ContabyxJob (New-JobFile $Text))
        $problem = $problems | Where-Object { $_.Line -eq $Line -and $_.Detail -like $Says }
        $problem | Should -Not -BeNullOrEmpty -Because ($problems | Out-String)
        $problem.Outcome | Should -Be Failed
    }

    It 'is data: <Text> does not run' -ForEach @(
        @{ Text = "@{ Tables = `$(Set-Content '{0}' x; 'Tax') }" }
        @{ Text = "@{ Tables = @(Set-Content '{0}' x) }" }
        @{ Text = "@{ Tables = `"`$(Set-Content '{0}' x)`" }" }
        @{ Text = "@{ Tables = & { Set-Content '{0}' x } }" }
        @{ Text = "Set-Content '{0}' x; @{ Tables = 'Tax' }" }
        @{ Text = "param(`$x = (Set-Content '{0}' x)) @{ Tables = 'Tax' }" }
        @{ Text = "@{ Tables = [IO.File]::WriteAllText('{0}', 'x') }" }
        @{ Text = "@{ Tables = `$env:HOME }" }
        @{ Text = "@{ Tables = 'Tax' } | ForEach-Object { Set-Content '{0}' x }" }
    ) {
        $mark = "$Twin/ran"
        Test-ContabyxJob (New-JobFile $Text.Replace('{0}', $mark)) -Quiet | Should -BeFalse
        $mark | Should -Not -Exist
    }

    It 'tells all its problems at once, and runs nothing' {
        $file = New-JobFile "@{`n Nam = 'x'`n Defaults = @{ Read = 'All' }`n Tables = 'Tax', 'Tax' }"
        $null = Invoke-ContabyxPipeline -Job $file -ErrorAction SilentlyContinue -ErrorVariable problems
        $problems.Count | Should -Be 3
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'Contabyx.JobFile,*'
        $problems.Exception.Message | Should -BeLike '*test.job.psd1:*'
        $LASTEXITCODE | Should -Be 3
    }
}

Describe 'Invoke-ContabyxPipeline -Job' {
    It 'moves the tables of the file, wildcards less what is excluded' {
        $file = New-JobFile "@{ Tables = 'Clients', @{ Table = 'Tax*' }; ExcludeTables = 'TaxTyp?' }"
        $result = Invoke-ContabyxPipeline -Job $file
        $result.Status, $result.ExitCode, $LASTEXITCODE | Should -Be 'Succeeded', 0, 0
        $result.Tables.Table | Should -Be 'Clients', 'Tax'
    }

    It 'shows the plan with -WhatIf, and changes nothing' {
        $file = New-JobFile "@{ Tables = @( @{ Table = 'Transfers'; As = 'never' } ) }"
        $plan = Invoke-ContabyxPipeline -Job $file -WhatIf
        $plan.Text -join "`n" | Should -Match 'CREATE TABLE IF NOT EXISTS "never"'
        $file = New-JobFile "@{ Tables = @( @{ Table = 'Transfers'; As = 'never' } ) }"
        (Test-ContabyxJob $file | Where-Object { $_.Table -eq 'never' -and $_.Check -eq 'Warehouse' }).Detail |
            Should -Match 'The first run creates'
    }

    It 'reads columns, rows and names as the file says' {
        $file = New-JobFile @'
@{
    Defaults = @{ Mask = @{ 'trade_*' = 'Null' }; ExcludeColumns = 'created_at' }
    Tables   = @(
        @{ Table = 'Clients'; As = 'people'; Rename = @{ name = 'who' }; Where = 'client_id < 2'; Mask = @{ name = 'Redact' } }
        @{ Query = 'SELECT tax_id, fee FROM "Tax" WHERE tax_id <= 5'; As = 'first_taxes'; Key = 'tax_id' }
    )
}
'@
        $result = Invoke-ContabyxPipeline -Job $file
        $result.ExitCode | Should -Be 0 -Because $result.Error
        ($result.Tables | Where-Object Table -EQ people).RowsLoaded | Should -Be 1
        ($result.Tables | Where-Object Table -EQ first_taxes).RowsLoaded | Should -Be 5
    }

    It 'masks and leaves out columns of views and queries as of tables' {
        $file = New-JobFile @'
@{
    Defaults = @{ Mask = @{ name = 'Redact' }; ExcludeColumns = 'created_at', 'fee' }
    Tables   = @(
        @{ Table = 'Clients'; As = 'guarded' }
        @{ Query = 'SELECT client_id, name, created_at FROM "Clients"'; As = 'guarded_query' }
        @{ Query = 'SELECT tax_id, fee FROM "Tax"'; As = 'guarded_taxes' }
    )
}
'@
        $creates = (Invoke-ContabyxPipeline -Job $file -WhatIf).Text | Where-Object { $_ -match 'CREATE TABLE IF NOT EXISTS "guarded' }
        $creates.Count | Should -Be 3
        $creates -match 'created_at|fee' | Should -BeNullOrEmpty
        (Invoke-ContabyxPipeline -Job $file).ExitCode | Should -Be 0
    }

    It 'moves what it can where an entry fits no table' {
        $file = New-JobFile "@{ Tables = 'Clients', 'Nothing*' }"
        $result = Invoke-ContabyxPipeline -Job $file -ErrorAction SilentlyContinue
        $result.Status, $result.ExitCode | Should -Be 'Failed', 20
        $result.TablesLoaded | Should -Be 1
        $result.Error | Should -Match "test.job.psd1:1:.*No table matches 'Nothing\*'"
    }

    It 'reads none of the tables of a wildcard whose mask is misspelt' {
        $file = New-JobFile "@{ Tables = @{ Table = 'Cl*'; Mask = @{ nmae = 'Redact' } } }"
        $result = Invoke-ContabyxPipeline -Job $file -ErrorAction SilentlyContinue
        $result.Status, $result.RowsExported | Should -Be 'Failed', 0
    }

    It 'moves several databases, each to a place of its own' {
        $file = New-JobFile @"
@{ Databases = @(
    @{ Name = 'one'; Warehouse = 'duckdb:one.duckdb'; Tables = 'Clients' }
    @{ Name = 'two'; Warehouse = 'duckdb:two.duckdb'; Tables = 'Tax' } ) }
"@
        $results = Invoke-ContabyxPipeline -Job $file
        $results.Count, $results[0].ExitCode, $results[1].ExitCode | Should -Be 2, 0, 0
        $results.Bucket | Split-Path -Leaf | Should -Be 'one', 'two'
        "$Twin/one.duckdb", "$Twin/two.duckdb" | Should -Exist
        @(Invoke-ContabyxPipeline -Job $file -AsJson | ConvertFrom-Json).status | Should -Be 'Succeeded', 'Succeeded'
    }

    It 'tells which of several databases a remark is about' {
        $file = New-JobFile @"
@{ Databases = @(
    @{ Name = 'three'; Warehouse = 'duckdb:three.duckdb'; Tables = @{ Table = 'Clients'; SortKey = 'client_id' } }
    @{ Name = 'four'; Warehouse = 'duckdb:four.duckdb'; Tables = 'Tax' } ) }
"@
        $said = Invoke-ContabyxPipeline -Job $file -Verbose 4>&1 | Where-Object { $_ -is [Management.Automation.VerboseRecord] }
        @($said.Message -like 'three: SortKey, DistKey*').Count | Should -Be 1
    }

    It 'takes secrets of a vault by their names, and tells when there is none to ask' {
        $text = "@{ MaskSecret = 'mask'; Vault = 'mine'; Tables = @( @{ Table = 'Clients'; As = 'hashed'; Mask = @{ name = 'Hash' } } ) }"
        $file = New-JobFile $text
        { Invoke-ContabyxPipeline -Job $file -ErrorAction Stop } | Should -Throw -ErrorId 'Contabyx.Setting,*'
        function global:Get-Secret($Name, $Vault) { ConvertTo-SecureString "$Name of $Vault, and long enough" -AsPlainText -Force }
        try {
            $result = Invoke-ContabyxPipeline -Job $file
            $result.ExitCode | Should -Be 0 -Because $result.Error
            (Compare-ContabyxData -Job $file).Equal | Should -BeTrue
        }
        finally { Remove-Item function:global:Get-Secret }
    }

    It 'refuses two databases in one place' {
        $file = New-JobFile "@{ Databases = @(`n@{ Name = 'one'; Tables = 'Clients' }`n@{ Name = 'two'; Tables = 'Tax' } ) }"
        { Invoke-ContabyxPipeline -Job $file -ErrorAction Stop } | Should -Throw '*into the same place*'
    }

    It 'refuses what the file says already' {
        $file = New-JobFile "@{ Tables = 'Tax' }"
        { Invoke-ContabyxPipeline -Job $file -Format Parquet -ErrorAction Stop } | Should -Throw '*the job file sets it*'
    }
}

Describe 'Compare-ContabyxData -Job' {
    It 'compares what the job sends' {
        $file = New-JobFile "@{ Tables = @( @{ Table = 'Clients'; As = 'few'; Where = 'client_id < 2'; ExcludeColumns = 'name' } ) }"
        $null = Invoke-ContabyxPipeline -Job $file
        $compared = Compare-ContabyxData -Job $file
        $compared.Table, $compared.Equal, $compared.SourceRows | Should -Be 'few', $true, 1
    }
}

Describe 'New-ContabyxJob' {
    It 'writes a file that is checked and run as it is' {
        $file = New-ContabyxJob "$Twin/books.job.psd1"
        $file.Name | Should -Be books.job.psd1
        $checks = Test-ContabyxJob $file
        $checks | Where-Object Outcome -EQ Failed | Should -BeNullOrEmpty
        $checks | Should -FitColumns
        $result = Invoke-ContabyxPipeline -Job $file
        $result.Status | Should -Be Succeeded -Because $result.Error
        $result.TablesLoaded | Should -Be 8
        (Test-ContabyxJob $file | Where-Object { $_.Table -eq 'Tax' -and $_.Check -eq 'Warehouse' }).Detail | Should -Match 'Last load'
    }

    It 'gives reasons, and proposes masks' {
        $text = Get-Content "$Twin/books.job.psd1" -Raw
        $text | Should -Match '# Clients: .*rows. Key: client_id.'
        $text | Should -Match "# +name = 'Redact'  # It looks like a person's name"
    }

    It 'overwrites nothing without -Force' {
        { New-ContabyxJob "$Twin/books.job.psd1" -ErrorAction Stop } | Should -Throw -ErrorId 'Contabyx.Input,*'
        New-ContabyxJob "$Twin/books.job.psd1" -Force -Table Tax | Should -Not -BeNullOrEmpty
        Get-Content "$Twin/books.job.psd1" -Raw | Should -Not -Match "'Clients'"
    }

    It 'writes nothing with -WhatIf' {
        New-ContabyxJob "$Twin/none.job.psd1" -WhatIf
        "$Twin/none.job.psd1" | Should -Not -Exist
    }
}

Describe 'Register-ContabyxTask -Job' -Skip:$IsWindows {
    BeforeAll {
        $script:Shell = Use-OwnCrontab "$Twin/it’s a ‘home’"

        # Quotation marks, and what shells would run.
        $script:Folder = New-Item "$Twin/it’s ‘here’ & `$(touch never)" -ItemType Directory
        $script:File = "$Folder/nightly.job.psd1"
    }

    AfterAll { Restore-Crontab }

    It 'takes name and times from the file, and runs it' {
        Set-Content -LiteralPath $File "@{ Tables = 'Tax', 'Clients'; Schedule = @{ At = '04:15'; Days = 'Monday', 'Friday' } }"
        $task = Register-ContabyxTask -Job $File -Scheduler Cron -PowerShellPath $Shell
        $task.Name, $task.Schedule | Should -Be 'nightly', 'Mon, Fri at 04:15'
        /bin/sh "$env:XDG_CONFIG_HOME/Contabyx/tasks/nightly/run.sh" *> $null
        $LASTEXITCODE | Should -Be 0 -Because (Get-Content (Get-ContabyxTask nightly).LogPath -Raw)
        (Get-Content (Get-ContabyxTask nightly).LogPath | Where-Object { $_ -like '{*' } | ConvertFrom-Json).tablesLoaded | Should -Be 2
    }

    It 'takes other times where they are given' {
        (Register-ContabyxTask other -Job $File -Every 06:00 -Scheduler Cron -PowerShellPath $Shell).Schedule | Should -Be 'every 6 hours'
    }

    It 'connects as a file that names its places does, and ends with 3 when the file is broken' {
        Set-Content -LiteralPath $File "@{ Source = 'duckdb:../source.duckdb'; Warehouse = 'duckdb:w.duckdb'; Bucket = 'file:b'; Tables = 'Tax' }"
        $null = Register-ContabyxTask -Job $File -Scheduler Cron -PowerShellPath $Shell -Force
        /bin/sh "$env:XDG_CONFIG_HOME/Contabyx/tasks/nightly/run.sh" *> $null
        $LASTEXITCODE | Should -Be 0 -Because (Get-Content (Get-ContabyxTask nightly).LogPath -Raw)
        Join-Path $Folder w.duckdb | Test-Path | Should -BeTrue
        Set-Content -LiteralPath $File "@{ Tables = 'Tax', 'Tax' }"
        /bin/sh "$env:XDG_CONFIG_HOME/Contabyx/tasks/nightly/run.sh" *> $null
        $LASTEXITCODE | Should -Be 3
    }

    It 'refuses what the file says itself' {
        Set-Content -LiteralPath $File "@{ Tables = 'Tax' }"
        { Register-ContabyxTask -Job $File -Table Tax -Scheduler Cron -WhatIf -ErrorAction Stop } |
            Should -Throw -ErrorId 'Contabyx.TaskRefused,*'
    }
}
