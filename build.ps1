<#
.SYNOPSIS
A door to the build: everything it does, dotnet does.
.DESCRIPTION
'dotnet build' alone lays out the finished module in artifacts/module/Contabyx.
.PARAMETER Task
Build: the module and everything else. Test: build, then every test. Pack: the package for the PowerShell Gallery, with
the native libraries of all platforms, in artifacts/package, and installed there into a folder of its own. With Pack and
Test together, the Pester suite tests the installed package. Several may be given.
.PARAMETER Configuration
Release, the default, or Debug.
.PARAMETER Runtime
Whose native libraries deps/ gets: this machine's by default, another's such as win-x64, or all.
.PARAMETER NoBuild
With Pack: packs the module as it lies in artifacts/module, after signing.
.EXAMPLE
./build.ps1 Test
.EXAMPLE
./build.ps1 Build -Runtime all
.EXAMPLE
./build.ps1 Pack, Test
#>
[CmdletBinding()]
param(
    [Parameter(Position = 0)]
    [ValidateSet('Build', 'Test', 'Pack')]
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
    if ($Task -contains 'Pack') { $env:CONTABYX_MODULE = & "$PSScriptRoot/module/Pack.ps1" -Configuration $Configuration -NoBuild:$NoBuild }
    if ($Task -contains 'Test') {
        dotnet test @common
        & "$PSScriptRoot/tests/Invoke-Pester.ps1"
        if ($LASTEXITCODE) { throw 'The Pester suite has failures; see above.' }
    }
}
finally {
    Pop-Location
}
