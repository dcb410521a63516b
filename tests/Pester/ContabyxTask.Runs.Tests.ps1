BeforeAll {
    . "$PSScriptRoot/Twin.ps1"
    Connect-Twin
    if ($IsWindows) { return }

    $script:Shell = Use-OwnCrontab "$Twin/it’s a ‘home’ with 'quotes' & `$(signs)"

    function Register-Run([scriptblock]$Command, [hashtable]$More = @{}) {
        $null = Register-ContabyxTask run -Scheduler Cron -Command $Command -Force -PowerShellPath $Shell @More
    }

    function Invoke-Run {
        /bin/sh "$env:XDG_CONFIG_HOME/Contabyx/tasks/run/run.sh" *> $null
        $LASTEXITCODE
    }
}

AfterAll {
    if (-not $IsWindows) { Restore-Crontab }
    Remove-Twin
}

Describe 'The run of a task' -Skip:$IsWindows {
    It 'ends with <Code> after <What>' -ForEach @(
        @{ Code = 0; What = 'a command that goes well'; Command = { 'fine' } }
        @{ Code = 1; What = 'an error record'; Command = { Write-Error 'bad'; 'goes on' } }
        @{ Code = 1; What = 'an exception'; Command = { throw 'bad' } }
        @{ Code = 1; What = 'a cmdlet that could not bind'; Command = { Export-ContabyxData -Table @() } }
        @{ Code = 1; What = 'a table that is not there, among others'; Command = { Export-ContabyxData -Table Nothing } }
        @{ Code = 7; What = 'an exit of its own'; Command = { exit 7 } }
        @{ Code = 5; What = 'a code that it left'; Command = { $global:LASTEXITCODE = 5 } }
        @{ Code = 0; What = 'a program that writes to its stream of errors'; Command = { sh -c 'echo note >&2' } }
        @{ Code = 0; What = 'a pipeline that goes well'; Command = { Invoke-ContabyxPipeline -Days 1 -AsJson } }
    ) {
        Register-Run $Command
        Invoke-Run | Should -Be $Code
        (Get-ContabyxTask run).LastExitCode | Should -Be $Code
    }

    It 'ends with 3 when its file of settings is gone' {
        $file = "$Twin/.env"
        Set-Content $file 'PASSWORD=x'
        chmod 600 $file
        Register-Run { 'fine' } @{ EnvFile = $file }
        Remove-Item $file -Force
        Invoke-Run | Should -Be 3
    }

    It 'ends with 43 when its log cannot be written, and has done its work' {
        Register-Run { Set-Content "$env:TASK_PROOF" done; 'told' }
        $log = (Get-ContabyxTask run).LogPath
        Remove-Item $log -ErrorAction Ignore
        $null = New-Item $log -ItemType SymbolicLink -Target /dev/full
        $env:TASK_PROOF = "$Twin/proof"
        Invoke-Run | Should -Be 43
        Get-Content "$Twin/proof" | Should -Be done
    }
}

Describe 'A task by name' -Skip:$IsWindows {
    BeforeEach { Register-Run { Set-Content "$env:TASK_PROOF" "$((Get-Module Contabyx).Version)" } }

    It 'starts daily at <Time> for -At <At>' -ForEach @(
        @{ At = '2am'; Time = '02:00' }, @{ At = '2:30 pm'; Time = '14:30' }, @{ At = '14:00'; Time = '14:00' }
        @{ At = '02:00:00'; Time = '02:00' }, @{ At = [timespan]'03:05'; Time = '03:05' }, @{ At = [timeonly]'04:06'; Time = '04:06' }
    ) {
        (Register-ContabyxTask run -At $At -Scheduler Cron -Command { } -Force).Schedule | Should -Be "daily at $Time"
    }

    It 'is switched off and on' {
        (Disable-ContabyxTask run).State | Should -Be Disabled
        (Get-ContabyxTask run).NextRun | Should -BeNullOrEmpty
        (Get-ContabyxTask run | Enable-ContabyxTask).State | Should -Be Ready
        (Get-ContabyxTask run).NextRun | Should -Not -BeNullOrEmpty
    }

    It 'runs now, even when it is switched off' {
        $env:TASK_PROOF = "$Twin/started"
        $null = Disable-ContabyxTask run
        $before = (Get-ContabyxTask run).LastRun
        (Start-ContabyxTask run).Name | Should -Be run
        while (($task = Get-ContabyxTask run).LastRun -eq $before -or $null -eq $task.LastEnd) { Start-Sleep -Milliseconds 50 }
        $task.LastExitCode | Should -Be 0
        "$Twin/started" | Should -Exist
    }

    It 'is not started twice' {
        $runs = "$(Split-Path (Get-ContabyxTask run).LogPath)/runs.jsonl"
        $now = [datetime]::UtcNow # A process that is younger than a run is not that run.
        Add-Content -LiteralPath $runs "{`"started`":`"$($now.ToString('o'))`",`"pid`":$PID}"
        { Start-ContabyxTask run -ErrorAction Stop } | Should -Throw -ErrorId 'Contabyx.Busy,*'
        Add-Content -LiteralPath $runs "{`"ended`":`"$($now.AddSeconds(1).ToString('o'))`",`"exitCode`":0}"
    }

    It 'that is not there does not stop the others: <_>' -ForEach 'Start', 'Enable', 'Disable' {
        $env:TASK_PROOF = "$Twin/started"
        $tasks = @(& "$_-ContabyxTask" nothing, run -ErrorAction SilentlyContinue -ErrorVariable missing)
        $missing[0].FullyQualifiedErrorId | Should -BeLike 'Contabyx.TaskNotFound,*'
        $tasks.Name | Should -Be run
        while ((Get-ContabyxTask run).State -eq 'Running') { Start-Sleep -Milliseconds 50 }
    }

    It 'stays as it is with -WhatIf: <_>' -ForEach 'Start', 'Enable', 'Disable' {
        $before = Get-ContabyxTask run
        & "$_-ContabyxTask" run -WhatIf | Should -BeNullOrEmpty
        Get-ContabyxTask run | ConvertTo-Json | Should -Be ($before | ConvertTo-Json)
    }

    It 'without an entry is not switched, and the way out is named' {
        Remove-Item $Twin/table
        { Enable-ContabyxTask run -ErrorAction Stop } | Should -Throw -ErrorId 'Contabyx.Scheduler,*'
    }
}

Describe 'A task after an update of the module' -Skip:$IsWindows {
    It 'runs with the newest version that is there' {
        # Two versions, each a folder of links to the built module with a manifest of its own.
        $built = Convert-Path $Module
        $manifest = Get-Content $built/Contabyx.psd1 -Raw
        $current = (Import-PowerShellDataFile $built/Contabyx.psd1).ModuleVersion
        function New-Version([string]$Version) {
            $folder = New-Item "$Twin/modules/Contabyx/$Version" -ItemType Directory
            Get-ChildItem $built -Exclude Contabyx.psd1 | ForEach-Object { $null = New-Item "$folder/$($_.Name)" -ItemType SymbolicLink -Target $_.FullName }
            Set-Content "$folder/Contabyx.psd1" $manifest.Replace("'$current'", "'$Version'")
            $folder.FullName
        }

        $old = New-Version 7.0.1
        $env:TASK_PROOF = "$Twin/updated"
        $command = "Import-Module '$old/Contabyx.psd1'; `$null = Connect-Contabyx -HomePath '$Twin'; `$null = Register-ContabyxTask run -Force " +
            '-Scheduler Cron -Command { Set-Content "$env:TASK_PROOF" "$((Get-Module Contabyx).Version)" }'
        $first, $more = $Shell[0], @($Shell | Select-Object -Skip 1)
        & $first @more -NoProfile -NonInteractive -Command $command | Should -BeNullOrEmpty
        Invoke-Run | Should -Be 0
        Get-Content "$Twin/updated" | Should -Be 7.0.1
        $null = New-Version 7.0.2
        Invoke-Run | Should -Be 0
        Get-Content "$Twin/updated" | Should -Be 7.0.2
        Remove-Item $old -Recurse
        Invoke-Run | Should -Be 0
        Get-Content "$Twin/updated" | Should -Be 7.0.2
    }
}
