<#
.SYNOPSIS
A door to the build: everything it does, dotnet does.
.DESCRIPTION
'dotnet tool restore' brings the PowerShell that runs this: dotnet pwsh build.ps1 TASK. 'dotnet build' alone lays out the
finished module in artifacts/module/Contabyx.
.PARAMETER Task
Build: the module and everything else. QuickStart: the module alone, and its main job on the embedded twin. Test: build,
then every test of xunit and Pester; the results are in artifacts/results. Pack: the packages for the PowerShell Gallery,
Contabyx and, with the native libraries of all platforms, Contabyx.Twin, in artifacts/package, and saved from there into a
folder of its own. With Pack and Test together, the Pester suite tests the saved packages. Several may be given.
.PARAMETER Configuration
Release, the default, or Debug.
.PARAMETER Runtime
Whose native libraries deps/ gets: this machine's by default, another's such as win-x64, or all.
.PARAMETER NoBuild
With Pack: packs the module as it lies in artifacts/module, after signing.
.EXAMPLE
dotnet pwsh build.ps1 QuickStart
.EXAMPLE
dotnet pwsh build.ps1 Test
.EXAMPLE
./build.ps1 Build -Runtime all
.EXAMPLE
./build.ps1 Pack, Test
#>
[CmdletBinding()]
param(
    [Parameter(Position = 0)]
    [ValidateSet('Build', 'QuickStart', 'Test', 'Pack')]
    [string[]]$Task = 'Build',

    [ValidateSet('Release', 'Debug')]
    [string]$Configuration = 'Release',

    [ValidatePattern('^(all|[a-z]+(-[a-z0-9]+)+)$')]
    [string]$Runtime,

    [switch]$NoBuild
)

$ErrorActionPreference = 'Stop'
$PSNativeCommandUseErrorActionPreference = $true

Push-Location $PSScriptRoot
try {
    $common = @('-c', $Configuration)
    if ($Runtime) { $common += "-p:Runtime=$Runtime" }
    if ($Task -contains 'Build') { dotnet build @common }
    if ($Task -contains 'QuickStart') {
        dotnet build src/Contabyx.PowerShell @common
        & "$PSScriptRoot/artifacts/module/Contabyx/QuickStart.ps1" -HomePath "$PSScriptRoot/artifacts/quickstart"
    }
    if ($Task -contains 'Pack') { $env:CONTABYX_MODULE = & "$PSScriptRoot/module/Pack.ps1" -Configuration $Configuration -NoBuild:$NoBuild }
    if ($Task -contains 'Test') {
        & "$PSScriptRoot/tests/Invoke-Test.ps1" -Common $common
        if ($LASTEXITCODE) { exit $LASTEXITCODE }
    }
}
finally {
    Pop-Location
}
