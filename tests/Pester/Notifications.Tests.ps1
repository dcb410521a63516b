BeforeAll {
    . "$PSScriptRoot/Twin.ps1"
    Connect-Twin
    $null = New-ContabyxBatch -Days 2

    # A real HTTP server on loopback, in a runspace of its own: it keeps what it gets, and answers 200 or as its path says.
    $free = [System.Net.Sockets.TcpListener]::new([ipaddress]::Loopback, 0)
    $free.Start()
    $script:Hook = "http://127.0.0.1:$($free.LocalEndpoint.Port)/"
    $free.Stop()
    $script:Got = [System.Collections.Concurrent.ConcurrentQueue[string]]::new()
    $script:Listener = [System.Net.HttpListener]::new()
    $Listener.Prefixes.Add($Hook)
    $Listener.Start()
    $script:Server = [powershell]::Create().AddScript({
            param($Listener, $Got)
            while ($Listener.IsListening) {
                try { $context = $Listener.GetContext() } catch { return }
                $Got.Enqueue([System.IO.StreamReader]::new($context.Request.InputStream).ReadToEnd())
                $context.Response.StatusCode = $context.Request.RawUrl -match '/status/(\d+)' ? $Matches[1] : 200
                $context.Response.Close()
            }
        }).AddArgument($Listener).AddArgument($Got)
    $null = $Server.BeginInvoke()

    # A vault of the tests' own.
    function global:Get-Secret([string]$Name, [string]$Vault) {
        switch ($Name) {
            'hook' { ConvertTo-SecureString "${global:TestHook}in/T0KEN-of-the-hook" -AsPlainText -Force }
            'dead-hook' { ConvertTo-SecureString "${global:TestHook}status/410/T0KEN-of-the-hook" -AsPlainText -Force }
            default { Write-Error "The secret $Name was not found." }
        }
    }
    $global:TestHook = $Hook

    function New-JobFile([string]$Text, [string]$Name = 'night') {
        $path = Join-Path $Twin "$Name.job.psd1"
        Set-Content -LiteralPath $path $Text
        $path
    }

    function Receive-Hook {
        $one = ''
        while ($Got.TryDequeue([ref]$one)) { $one | ConvertFrom-Json }
    }
}

AfterAll {
    $Listener.Stop()
    $Server.Dispose()
    Remove-Item function:global:Get-Secret
    Remove-Variable TestHook -Scope Global
    Remove-Twin
}

Describe 'Notify of a job file' {
    It 'tells a failure with its reason and the way out, and the first good run after it' {
        $file = New-JobFile "@{ Notify = @{ Webhook = 'secret:hook' }; Tables = 'Clients', 'Nothing*' }"
        $result = Invoke-ContabyxPipeline -Job $file -ErrorAction SilentlyContinue
        $failure = @(Receive-Hook)
        $result.ExitCode, $result.Warnings.Count, $failure.Count | Should -Be 20, 0, 1
        $failure[0].event, $failure[0].job, $failure[0].title, $failure[0].exitCode | Should -Be 'Failure', 'night', 'night failed', 20
        $failure[0].facts.Error | Should -BeLike "*Nothing*"

        $file = New-JobFile "@{ Notify = @{ Webhook = 'secret:hook' }; Tables = 'Clients' }"
        $null = Invoke-ContabyxPipeline -Job $file
        @(Receive-Hook).title | Should -Be 'night works again'
        $null = Invoke-ContabyxPipeline -Job $file
        Receive-Hook | Should -BeNullOrEmpty
    }

    It 'that cannot be delivered is a warning here, in the result and in the log, and changes no exit code: <Why>' -ForEach @(
        @{ Why = 'refused'; Secret = 'secret:dead-hook'; Says = '*the answer is 410*' }
        @{ Why = 'no such secret'; Secret = 'secret:nowhere'; Says = '*the secret cannot be read*' }
        @{ Why = 'no such variable'; Secret = 'env:CONTABYX_TEST_NOWHERE'; Says = '*CONTABYX_TEST_NOWHERE is not set*' }
    ) {
        $file = New-JobFile "@{ Notify = @{ Webhook = '$Secret'; Kind = 'Slack' }; Tables = 'Clients', 'Nothing*' }" -Name "dead$($Why.Length)"
        $result = Invoke-ContabyxPipeline -Job $file -ErrorAction SilentlyContinue -WarningAction SilentlyContinue -WarningVariable warned
        $result.ExitCode, $LASTEXITCODE | Should -Be 20, 20
        $result.Warnings | Should -BeLike $Says
        @($warned | Where-Object Message -Like $Says).Count | Should -Be 1
        (Get-ContabyxLog | Where-Object Message -Like $Says | Select-Object -Last 1).Level | Should -Be Warning
        ($result | ConvertTo-Json -Depth 9) + ($warned | Out-String) + (Get-Content $result.LogPath -Raw) | Should -Not -Match 'T0KEN'
        $null = Receive-Hook
    }

    It 'tells that a job could not begin' {
        $file = New-JobFile "@{ SourceSecret = 'nowhere'; Notify = @{ Webhook = 'secret:hook' }; Tables = 'Clients' }" -Name unborn
        { Invoke-ContabyxPipeline -Job $file -ErrorAction Stop } | Should -Throw -ErrorId 'Contabyx.Setting,*'
        @(Receive-Hook).title | Should -Be 'unborn could not begin'
    }

    It 'tells nobody with -WhatIf' {
        $file = New-JobFile "@{ SourceSecret = 'nowhere'; Notify = @{ Webhook = 'secret:hook' }; Tables = 'Clients' }" -Name unborn
        { Invoke-ContabyxPipeline -Job $file -WhatIf -ErrorAction Stop } | Should -Throw
        Receive-Hook | Should -BeNullOrEmpty
    }

    It 'is tested by Test-ContabyxJob -Notify, target by target' {
        $file = New-JobFile "@{ Notify = @{ Webhook = 'secret:hook' }, @{ Webhook = 'secret:dead-hook' }; Tables = 'Clients' }"
        $checks = Test-ContabyxJob $file -Notify | Where-Object Check -EQ Notification
        $checks.Outcome | Should -Be 'Passed', 'Failed'
        $checks[1].Advice | Should -BeLike '*secret:dead-hook*'
        @(Receive-Hook).title | Should -Be 'night: this is a test', 'night: this is a test'
    }

    It 'names what is wrong with its line' {
        $problems = Test-ContabyxJob (New-JobFile "@{ Tables = 'Tax'`nNotify = @{ Webhook = 'https://hooks.example/T0KEN' } }")
        $problems.Line, $problems.Outcome | Should -Be 2, 'Failed'
        $problems.Detail | Should -BeLike '*must name a secret, and not hold it*'
        $problems.Detail | Should -Not -Match 'T0KEN'
    }
}

Describe 'Silence' {
    It 'is found by Test-ContabyxJob -Freshness, and told' {
        $file = New-JobFile "@{ Notify = @{ Webhook = 'secret:hook' }; Tables = 'Clients'; Schedule = @{ Every = '00:01' } }" -Name hourly
        (Test-ContabyxJob $file -Freshness).Outcome | Should -Be Failed
        Receive-Hook | Should -BeNullOrEmpty
        $check = Test-ContabyxJob $file -Freshness -Notify
        $check.Outcome, $check.Check | Should -Be 'Failed', 'Freshness'
        @(Receive-Hook).event | Should -Be Silence

        $null = Invoke-ContabyxPipeline -Job $file
        (Test-ContabyxJob $file -Freshness -Notify).Outcome | Should -Be Passed
        Receive-Hook | Should -BeNullOrEmpty
    }

    It 'needs a schedule' {
        $file = New-JobFile "@{ Tables = 'Clients' }" -Name timeless
        { Test-ContabyxJob $file -Freshness -ErrorAction Stop } | Should -Throw -ErrorId 'Contabyx.Input,*'
        { Register-ContabyxTask -Job $file -Watch -At 7am -Scheduler Cron -WhatIf -ErrorAction Stop } | Should -Throw '*does not say when the job runs*'
    }
}

Describe 'Tasks that tell' -Skip:$IsWindows {
    BeforeAll {
        $script:Shell = Use-OwnCrontab "$Twin/config"
        $env:CONTABYX_TEST_HOOK = "${Hook}in/T0KEN-of-the-hook"

        function Invoke-Task([string]$Name) {
            /bin/sh "$env:XDG_CONFIG_HOME/Contabyx/tasks/$Name/run.sh" *> $null
            $LASTEXITCODE
        }
    }

    AfterAll {
        Restore-Crontab
        Remove-Item Env:CONTABYX_TEST_HOOK
    }

    It 'run without a job file, and hold only the name of the secret' {
        $task = Register-ContabyxTask plain -Table Clients, Nothing -Notify @{ Webhook = 'env:CONTABYX_TEST_HOOK'; On = 'Failure', 'Recovery' } -Scheduler Cron -PowerShellPath $Shell
        $task.Command | Should -BeLike "*-Notify @{ * }"
        Get-Content "$env:XDG_CONFIG_HOME/Contabyx/tasks/plain/run.ps1" -Raw | Should -Not -Match 'T0KEN'
        Invoke-Task plain | Should -Be 20
        @(Receive-Hook).event | Should -Be Failure
        $null = Register-ContabyxTask plain -Table Clients -Notify @{ Webhook = 'env:CONTABYX_TEST_HOOK' } -Scheduler Cron -PowerShellPath $Shell -Force
        $code = Invoke-Task plain
        $code | Should -Be 0 -Because (Get-Content (Get-ContabyxTask plain).LogPath -Raw)
        @(Receive-Hook).event | Should -Be Recovery
    }

    It 'watch a job, and end with 1 when it did not run' {
        $file = New-JobFile "@{ Notify = @{ Webhook = 'env:CONTABYX_TEST_HOOK' }; Tables = 'Clients'; Schedule = @{ Every = '00:01' } }" -Name watched
        $task = Register-ContabyxTask -Job $file -Watch -At 7am -Scheduler Cron -PowerShellPath $Shell
        $task.Name, $task.Schedule | Should -Be 'watched-watch', 'daily at 07:00'
        $code = Invoke-Task watched-watch
        $code | Should -Be 1 -Because (Get-Content $task.LogPath -Raw)
        @(Receive-Hook).event | Should -Be Silence
        $null = Invoke-ContabyxPipeline -Job $file
        $code = Invoke-Task watched-watch
        $code | Should -Be 0 -Because (Get-Content $task.LogPath -Raw)
        Receive-Hook | Should -BeNullOrEmpty
    }

    It 'refuse what they cannot do: <Why>' -ForEach @(
        @{ Why = 'a watch without a time'; Arguments = @{ Watch = $true }; Says = '*does not say when it looks*' }
        @{ Why = '-Notify beside a job'; Arguments = @{ Notify = @{ Webhook = 'env:X' } }; Says = '*-Notify cannot be used together with -Job*' }
    ) {
        $file = New-JobFile "@{ Tables = 'Clients'; Schedule = @{ At = '2am' } }" -Name refused
        { Register-ContabyxTask -Job $file @Arguments -Scheduler Cron -WhatIf -ErrorAction Stop } | Should -Throw $Says
    }

    It 'refuse a webhook that is written out' {
        { Register-ContabyxTask x -Table Clients -Notify @{ Webhook = 'https://hooks.example/T0KEN' } -WhatIf } | Should -Throw '*must name a secret*'
    }
}
