@{
    # What it is
    ModuleVersion        = '0.1.0'
    GUID                 = '61613c09-7e20-423c-b802-3fa500566b0a'
    Author               = 'The Contabyx authors'
    CompanyName          = 'The Contabyx authors'
    Copyright            = '(c) 2026 The Contabyx authors. MIT licence.'
    Description          = 'Generates bookkeeping data, exports it with control totals, and loads it exactly once: proven before the commit.'

    # What it needs
    PowerShellVersion    = '7.6'
    CompatiblePSEditions = @('Core')

    # What it loads. The engine under deps/ is loaded by the module itself, into a context of its own.
    RootModule           = 'Contabyx.PowerShell.dll'

    # What it exports
    CmdletsToExport      = @()
    FunctionsToExport    = @()
    AliasesToExport      = @()
    VariablesToExport    = @()

    # What the gallery shows
    PrivateData          = @{
        PSData = @{
            Tags       = @('bookkeeping', 'etl', 'mysql', 's3', 'redshift', 'duckdb', 'PSEdition_Core', 'Linux', 'Windows', 'MacOS')
            LicenseUri = 'https://opensource.org/license/mit'
        }
    }
}
