BeforeAll {
    . "$PSScriptRoot/Twin.ps1"
    Connect-Twin
    if ($IsWindows) { return }

    # A crontab of the tests' own, and a home for the tasks.
    $script:Saved = $env:PATH, $env:XDG_CONFIG_HOME
    $bin = New-Item "$Twin/bin" -ItemType Directory
    Set-Content "$bin/crontab" "#!/bin/sh`nif [ `"`$1`" = -l ]; then cat '$Twin/table' 2>/dev/null || { echo 'no crontab' >&2; exit 1; }; else cat > '$Twin/table'; fi"
    chmod +x "$bin/crontab"
    $env:PATH = "${bin}:$env:PATH"
    $env:XDG_CONFIG_HOME = "$Twin/it’s a ‘home’ with 'quotes' & `$(signs)"

    # As a .NET tool, pwsh runs inside of dotnet.
    $process = (Get-Process -Id $PID).Path
    $script:Shell = (Split-Path $process -LeafBase) -eq 'pwsh' ? @($process) : @($process, "$PSHOME/pwsh.dll")

    function Register-Run([scriptblock]$Command, [hashtable]$More = @{}) {
        $null = Register-ContabyxTask run -Scheduler Cron -Command $Command -Force -PowerShellPath $Shell @More
    }

    function Invoke-Run {
        /bin/sh "$env:XDG_CONFIG_HOME/Contabyx/tasks/run/run.sh" *> $null
        $LASTEXITCODE
    }
}

AfterAll {
    if (-not $IsWindows) { $env:PATH, $env:XDG_CONFIG_HOME = $Saved }
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
