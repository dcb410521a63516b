@{
    # Identity
    RootModule             = 'Contabyx.PowerShell.dll'
    ModuleVersion          = '0.3.0'
    GUID                   = '61613c09-7e20-423c-b802-3fa500566b0a'
    Author                 = 'The Contabyx authors'
    CompanyName            = 'Contabyx'
    Copyright              = '(c) 2026 The Contabyx authors. MIT licence.'
    Description            = 'Moves bookkeeping data, or any MySQL tables, through S3 into Amazon Redshift: proven before the commit, and exactly once.'

    # Requirements
    PowerShellVersion      = '7.6'
    CompatiblePSEditions   = @('Core')

    # Loading. The types of Contabyx.dll are named in the types file, so it comes first.
    RequiredAssemblies     = @('Contabyx.dll')
    FormatsToProcess       = @('Contabyx.Format.ps1xml')
    TypesToProcess         = @('Contabyx.Types.ps1xml')

    # Exports
    CmdletsToExport        = @(
        'Compare-ContabyxData'
        'Connect-Contabyx'
        'Disable-ContabyxTask'
        'Enable-ContabyxTask'
        'Export-ContabyxArchive'
        'Export-ContabyxData'
        'Export-ContabyxReport'
        'Get-ContabyxArchive'
        'Get-ContabyxBalance'
        'Get-ContabyxConnection'
        'Get-ContabyxLoad'
        'Get-ContabyxLoadError'
        'Get-ContabyxLog'
        'Get-ContabyxRun'
        'Get-ContabyxTable'
        'Get-ContabyxTask'
        'Get-ContabyxTransaction'
        'Initialize-Contabyx'
        'Invoke-ContabyxCopy'
        'Invoke-ContabyxPipeline'
        'New-ContabyxBatch'
        'New-ContabyxJob'
        'Register-ContabyxTask'
        'Remove-ContabyxRun'
        'Restore-ContabyxArchive'
        'Send-ContabyxUpload'
        'Start-ContabyxTask'
        'Test-ContabyxConnection'
        'Test-ContabyxJob'
        'Unregister-ContabyxTask'
    )
    FunctionsToExport      = @()
    AliasesToExport        = @()
    VariablesToExport      = @()

    # Gallery
    PrivateData            = @{
        PSData = @{
            Tags         = @(
                'ETL', 'Redshift', 'MySQL', 'S3', 'DuckDB', 'DataWarehouse', 'PSEdition_Core', 'Windows', 'Linux', 'MacOS'
                # What Find-PSResource -CommandName looks for; Compress-PSResource does not write it.
                'PSIncludes_Cmdlet'
                'PSCmdlet_Compare-ContabyxData', 'PSCommand_Compare-ContabyxData'
                'PSCmdlet_Connect-Contabyx', 'PSCommand_Connect-Contabyx'
                'PSCmdlet_Disable-ContabyxTask', 'PSCommand_Disable-ContabyxTask'
                'PSCmdlet_Enable-ContabyxTask', 'PSCommand_Enable-ContabyxTask'
                'PSCmdlet_Export-ContabyxArchive', 'PSCommand_Export-ContabyxArchive'
                'PSCmdlet_Export-ContabyxData', 'PSCommand_Export-ContabyxData'
                'PSCmdlet_Export-ContabyxReport', 'PSCommand_Export-ContabyxReport'
                'PSCmdlet_Get-ContabyxArchive', 'PSCommand_Get-ContabyxArchive'
                'PSCmdlet_Get-ContabyxBalance', 'PSCommand_Get-ContabyxBalance'
                'PSCmdlet_Get-ContabyxConnection', 'PSCommand_Get-ContabyxConnection'
                'PSCmdlet_Get-ContabyxLoad', 'PSCommand_Get-ContabyxLoad'
                'PSCmdlet_Get-ContabyxLoadError', 'PSCommand_Get-ContabyxLoadError'
                'PSCmdlet_Get-ContabyxLog', 'PSCommand_Get-ContabyxLog'
                'PSCmdlet_Get-ContabyxRun', 'PSCommand_Get-ContabyxRun'
                'PSCmdlet_Get-ContabyxTable', 'PSCommand_Get-ContabyxTable'
                'PSCmdlet_Get-ContabyxTask', 'PSCommand_Get-ContabyxTask'
                'PSCmdlet_Get-ContabyxTransaction', 'PSCommand_Get-ContabyxTransaction'
                'PSCmdlet_Initialize-Contabyx', 'PSCommand_Initialize-Contabyx'
                'PSCmdlet_Invoke-ContabyxCopy', 'PSCommand_Invoke-ContabyxCopy'
                'PSCmdlet_Invoke-ContabyxPipeline', 'PSCommand_Invoke-ContabyxPipeline'
                'PSCmdlet_New-ContabyxBatch', 'PSCommand_New-ContabyxBatch'
                'PSCmdlet_New-ContabyxJob', 'PSCommand_New-ContabyxJob'
                'PSCmdlet_Register-ContabyxTask', 'PSCommand_Register-ContabyxTask'
                'PSCmdlet_Remove-ContabyxRun', 'PSCommand_Remove-ContabyxRun'
                'PSCmdlet_Restore-ContabyxArchive', 'PSCommand_Restore-ContabyxArchive'
                'PSCmdlet_Send-ContabyxUpload', 'PSCommand_Send-ContabyxUpload'
                'PSCmdlet_Start-ContabyxTask', 'PSCommand_Start-ContabyxTask'
                'PSCmdlet_Test-ContabyxConnection', 'PSCommand_Test-ContabyxConnection'
                'PSCmdlet_Test-ContabyxJob', 'PSCommand_Test-ContabyxJob'
                'PSCmdlet_Unregister-ContabyxTask', 'PSCommand_Unregister-ContabyxTask'
            )
            LicenseUri   = 'https://opensource.org/license/mit'
            ReleaseNotes = 'Every failure explains itself and is repaired by -Redrive; Invoke-ContabyxPipeline, scheduled tasks, a report, and the books without SQL.'
        }
    }
}
