<#
.SYNOPSIS
A door to the build: everything it does, dotnet does.
.DESCRIPTION
'dotnet build' alone lays out the finished module in artifacts/module/Contabyx.
.PARAMETER Task
Build: the module and everything else. Test: build, then every test. Both may be given.
.PARAMETER Configuration
Release, the default, or Debug.
.PARAMETER Runtime
Whose native libraries deps/ gets: this machine's by default, another's such as win-x64, or all.
.EXAMPLE
./build.ps1 Test
.EXAMPLE
./build.ps1 Build -Runtime all
#>
[CmdletBinding()]
param(
    [Parameter(Position = 0)]
    [ValidateSet('Build', 'Test')]
    [string[]]$Task = 'Build',

    [ValidateSet('Release', 'Debug')]
    [string]$Configuration = 'Release',

    [ValidatePattern('^(all|[a-z]+(-[a-z0-9]+)+)$')]
    [string]$Runtime
)

$ErrorActionPreference = 'Stop'
$PSNativeCommandUseErrorActionPreference = $true

Push-Location $PSScriptRoot
try {
    $common = @('-c', $Configuration)
    if ($Runtime) { $common += "-p:Runtime=$Runtime" }
    if ($Task -contains 'Build') { dotnet build @common }
    if ($Task -contains 'Test') {
        dotnet test @common
        & "$PSScriptRoot/tests/Invoke-Pester.ps1"
        if ($LASTEXITCODE) { throw 'The Pester suite has failures; see above.' }
    }
}
finally {
    Pop-Location
}
