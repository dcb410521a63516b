# What the Pester files share: an embedded twin in a folder of its own, a crontab of their own, and a look at the width of views.
$Module = $env:CONTABYX_MODULE ? $env:CONTABYX_MODULE : "$PSScriptRoot/../../artifacts/module/Contabyx"
Import-Module $Module -Force

function Connect-Twin {
    $script:Twin = Join-Path ([System.IO.Path]::GetTempPath()) "contabyx-pester-$([guid]::NewGuid().ToString('N'))"
    $null = New-Item $Twin -ItemType Directory
    $null = Connect-Contabyx -HomePath $Twin
}

function Remove-Twin {
    $null = Connect-Contabyx -HomePath ([System.IO.Path]::GetTempPath())
    Remove-Item $Twin -Recurse -Force
}

# A crontab of the tests' own, and a home for the tasks. Returns the command line of this PowerShell: as a .NET tool it runs inside of dotnet.
function Use-OwnCrontab([string]$ConfigHome) {
    $script:SavedEnvironment = $env:PATH, $env:XDG_CONFIG_HOME
    $bin = New-Item "$Twin/bin" -ItemType Directory
    Set-Content "$bin/crontab" @"
#!/bin/sh
if [ "`$1" = -l ]; then cat '$Twin/table' 2>/dev/null || { echo 'no crontab' >&2; exit 1; }; else cat > '$Twin/table'; fi
"@
    chmod +x "$bin/crontab"
    $env:PATH = "${bin}:$env:PATH"
    $env:XDG_CONFIG_HOME = $ConfigHome
    $process = (Get-Process -Id $PID).Path
    (Split-Path $process -LeafBase) -eq 'pwsh' ? @($process) : @($process, "$PSHOME/pwsh.dll")
}

function Restore-Crontab { $env:PATH, $env:XDG_CONFIG_HOME = $SavedEnvironment }

function Should-FitColumns($ActualValue, [switch]$Negate) {
    $wide = @($ActualValue | Out-String -Width 80 -Stream | ForEach-Object { [System.Management.Automation.Internal.StringDecorated]::new($_).ToString('PlainText') } |
            Where-Object Length -GT 80)
    @{ Succeeded = ($wide.Count -eq 0) -ne [bool]$Negate; FailureMessage = "Wider than 80 columns: $($wide -join '; ')" }
}

Add-ShouldOperator -Name FitColumns -InternalName Should-FitColumns -Test ${function:Should-FitColumns} -SupportsArrayInput
