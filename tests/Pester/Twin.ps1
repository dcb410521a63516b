# What the Pester files share: an embedded twin in a folder of its own, and a look at the width of views.
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

function Should-FitColumns($ActualValue, [switch]$Negate) {
    $wide = @($ActualValue | Out-String -Width 80 -Stream | ForEach-Object { [System.Management.Automation.Internal.StringDecorated]::new($_).ToString('PlainText') } |
            Where-Object Length -GT 80)
    @{ Succeeded = ($wide.Count -eq 0) -ne [bool]$Negate; FailureMessage = "Wider than 80 columns: $($wide -join '; ')" }
}

Add-ShouldOperator -Name FitColumns -InternalName Should-FitColumns -Test ${function:Should-FitColumns} -SupportsArrayInput
