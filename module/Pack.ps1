<#
.SYNOPSIS
Makes the package for the PowerShell Gallery, installs it into a clean folder, and writes the path of what it installed.
.DESCRIPTION
Nothing has to change in the module after signing, so it can be signed between the build and this: see docs/releasing.md.
.PARAMETER Configuration
Release or Debug.
.PARAMETER NoBuild
Packs the module as it lies in artifacts/module: after signing.
#>
param([string]$Configuration = 'Release', [switch]$NoBuild)

$ErrorActionPreference = 'Stop'
$PSNativeCommandUseErrorActionPreference = $true
$root = Split-Path $PSScriptRoot
$module = Join-Path $root artifacts/module/Contabyx
$target = Join-Path $root artifacts/package
if (-not $NoBuild) { $null = dotnet build $root -c $Configuration -p:Runtime=all }
Remove-Item $target -Recurse -Force -ErrorAction Ignore
$null = New-Item $target -ItemType Directory

$manifest = Test-ModuleManifest (Join-Path $module Contabyx.psd1)
$escape = { param($text) [System.Security.SecurityElement]::Escape($text) }
$commands = $manifest.ExportedCmdlets.Keys | Sort-Object
$tags = @($manifest.Tags) + 'PSModule' + 'PSIncludes_Cmdlet' + ($commands | ForEach-Object { "PSCmdlet_$_"; "PSCommand_$_" })
Set-Content (Join-Path $target Contabyx.nuspec) @"
<?xml version="1.0" encoding="utf-8"?>
<package xmlns="http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd">
  <metadata>
    <id>Contabyx</id>
    <version>$($manifest.Version)</version>
    <authors>$(& $escape $manifest.Author)</authors>
    <license type="file">LICENSE</license>
    <description>$(& $escape $manifest.Description)</description>
    <releaseNotes>$(& $escape $manifest.ReleaseNotes)</releaseNotes>
    <copyright>$(& $escape $manifest.Copyright)</copyright>
    <tags>$($tags -join ' ')</tags>
  </metadata>
  <files><file src="**" target="" /></files>
</package>
"@
$null = dotnet pack (Join-Path $root src/Contabyx.PowerShell) --no-build -c $Configuration -o $target `
    "-p:NuspecFile=$target/Contabyx.nuspec" "-p:NuspecBasePath=$module" -p:IsPackable=true -p:NoPackageAnalysis=true
$package = Get-Item (Join-Path $target "Contabyx.$($manifest.Version).nupkg")

# What Install-PSResource leaves of a package: everything but NuGet's own files.
$installed = Join-Path $target "installed/Contabyx/$($manifest.Version)"
[System.IO.Compression.ZipFile]::ExtractToDirectory($package.FullName, $installed)
Remove-Item -LiteralPath "$installed/_rels", "$installed/package", "$installed/[Content_Types].xml", "$installed/Contabyx.nuspec" -Recurse -Force
$null = Test-ModuleManifest "$installed/Contabyx.psd1"

Write-Host ('{0}: {1:N1} MB, installed {2:N1} MB' -f $package.Name, ($package.Length / 1MB),
    ((Get-ChildItem $installed -Recurse -File | Measure-Object Length -Sum).Sum / 1MB))
Get-ChildItem $installed -Recurse -File | Sort-Object Length -Descending | Select-Object -First 8 | ForEach-Object {
    Write-Host ('{0,8:N1} MB  {1}' -f ($_.Length / 1MB), [System.IO.Path]::GetRelativePath($installed, $_.FullName))
}

$installed
