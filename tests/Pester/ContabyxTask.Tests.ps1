BeforeAll {
    . "$PSScriptRoot/Twin.ps1"
    Connect-Twin
}

AfterAll { Remove-Twin }

Describe 'ContabyxTask' {
    It 'shows the entry and changes nothing with -WhatIf' {
        $before = @(Get-ContabyxTask).Count
        $null = Register-ContabyxTask pester-books -At 02:30 -Scheduler Cron -Table * -WhatIf
        @(Get-ContabyxTask).Count | Should -Be $before
    }

    It 'refuses <Why>' -ForEach @(
        @{ Why = 'a name that leads elsewhere'; Arguments = @{ Name = '../x' } }
        @{ Why = 'times between minutes'; Arguments = @{ Name = 'x'; At = '02:30:01' } }
        @{ Why = 'intervals that no scheduler has'; Arguments = @{ Name = 'x'; Every = '00:07' } }
    ) {
        { Register-ContabyxTask @Arguments -WhatIf -ErrorAction Stop } | Should -Throw -ErrorId 'Contabyx.TaskRefused,*'
    }

    It 'names the accepted forms of a time: <At>' -ForEach @(@{ At = 2 }, @{ At = '25:00' }, @{ At = 'noon' }, @{ At = [timespan]'1.00:00' }) {
        { Register-ContabyxTask x -At $At -Table * -WhatIf } | Should -Throw '*is not a time of the day. Write it as 2am, 2:30 pm, 14:00 or 02:00:00.*'
    }

    It 'never begins books: without books, tables and a command there is nothing to run' {
        { Register-ContabyxTask pester-books -Scheduler Cron -WhatIf -ErrorAction Stop } | Should -Throw -ErrorId 'Contabyx.NoBooks,*'
        Get-ChildItem $Twin | Should -BeNullOrEmpty
        $null = New-ContabyxBatch
        Register-ContabyxTask pester-books -Scheduler Cron -WhatIf -ErrorAction Stop
    }

    It 'names a task that is not there' {
        { Get-ContabyxTask pester-nothing -ErrorAction Stop } | Should -Throw -ErrorId 'Contabyx.TaskNotFound,*'
        { Unregister-ContabyxTask pester-nothing -ErrorAction Stop } | Should -Throw -ErrorId 'Contabyx.TaskNotFound,*'
    }
}
