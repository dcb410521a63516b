BeforeAll {
    $folder = $env:CONTABYX_MODULE ? $env:CONTABYX_MODULE : (Join-Path $PSScriptRoot '../../artifacts/module/Contabyx')
    $manifest = Join-Path $folder 'Contabyx.psd1'
    $data = Import-PowerShellDataFile $manifest

    # A process of its own for each look at the module: nothing is loaded there but PowerShell.
    function Invoke-CleanPwsh([string]$Command) {
        dotnet "$PSHOME/pwsh.dll" -NoProfile -NonInteractive -OutputFormat Text -Command $Command 2>&1
    }
}

Describe 'The built module in pwsh' {
    It 'has a sound manifest with explicit exports' {
        $info = Test-ModuleManifest $manifest -ErrorAction Stop
        $info.Version | Should -Be $data.ModuleVersion
        foreach ($list in 'CmdletsToExport', 'FunctionsToExport', 'AliasesToExport', 'VariablesToExport') {
            $data.ContainsKey($list) | Should -BeTrue -Because $list
            $data[$list] | Should -Not -Contain '*' -Because $list
        }
    }

    It 'imports into a clean process with exactly the commands of its manifest' {
        $names = Invoke-CleanPwsh @"
Import-Module '$manifest' -ErrorAction Stop
(Get-Command -Module Contabyx).Name
'imported'
"@
        $LASTEXITCODE | Should -Be 0
        @($names)[-1] | Should -Be 'imported'
        (@($names) | Select-Object -SkipLast 1 | Sort-Object) -join ' ' |
            Should -Be (($data.CmdletsToExport | Sort-Object) -join ' ')
    }

    It 'does not load the engine on import' {
        $loaded = Invoke-CleanPwsh @"
Import-Module '$manifest'
[AppDomain]::CurrentDomain.GetAssemblies().ForEach({ `$_.GetName().Name })
"@
        $loaded | Should -Contain 'Contabyx.PowerShell'
        $loaded | Should -Not -Contain 'Contabyx.Engine'
        $loaded | Should -Not -Contain 'DuckDB.NET.Data'
    }

    It 'survives -Force, and removing and importing again' {
        $again = Invoke-CleanPwsh @"
Import-Module '$manifest'; Import-Module '$manifest' -Force; Remove-Module Contabyx; Import-Module '$manifest'
@(Get-Command -Module Contabyx).Count
[System.Reflection.Assembly]::Load('Contabyx.Engine').GetName().Name
"@
        $again | Should -Be @([string]@($data.CmdletsToExport).Count, 'Contabyx.Engine')
    }
}

Describe 'An asynchronous cmdlet in pwsh' {
    BeforeAll {
        $testModule = Join-Path $PSScriptRoot '../../artifacts/tests/TestModule/Contabyx.TestModule.dll'
        Import-Module $manifest, $testModule
        $log = [System.Collections.Concurrent.ConcurrentQueue[string]]::new()
    }

    It 'ends with its worker when Select-Object -First has had enough' {
        Write-Number -Log $log | Select-Object -First 2 | Should -Be 1, 2
        $log.ToArray() | Should -Be 'made 1', 'made 2', 'ended', 'cleaned'
    }
}
